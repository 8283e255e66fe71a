import type { Box } from '#worker/page/page-model.ts';
import { alignGrids } from './align-grids.ts';
import { cellKey } from './cell-key.ts';

/** A table of the truth or of a prediction, in the format of the corpus. */
export interface JudgedTable {
  pages: number[];
  bbox_per_page: Box[];
  rows: string[][];
}

export interface Verdict {
  /** Some region of the table agrees with one of the truth: intersection over union at least one half. */
  found: boolean;
  /** Found, and nine of ten cells agree. */
  usable: boolean;
  /** Figures of `rows` by "row,column": right or wrong in value or place. Empty where no table of the truth was matched. */
  figures: Map<string, boolean>;
}

/** One verdict for each predicted table, as the scorer of the corpus would judge it. */
export function judgeDocument(truth: readonly JudgedTable[], predicted: readonly JudgedTable[]): Verdict[] {
  const regions = (tables: readonly JudgedTable[]) =>
    tables.flatMap((table, index) =>
      table.pages.map((page, at) => ({ index, page, box: table.bbox_per_page[at] ?? NOWHERE })),
    );
  const [ours, theirs] = [regions(predicted), regions(truth)];
  const near = matches([theirs, ours], (one, other) =>
    one.page === other.page ? overlap([one.box], [other.box], inter(one.box, other.box)) : 0,
  ).filter(({ score }) => score >= 0.5);
  const found = new Set(near.map(({ right }) => ours[right]?.index));
  const pairs = new Map(
    matches([truth, predicted], tableOverlap).map(({ left, right }) => [right, truth[left]]),
  );
  return predicted.map((table, index) => {
    const match = pairs.get(index);
    if (!match) return { found: found.has(index), usable: false, figures: new Map() };
    const { figures, agreement } = compare(match, table);
    return { found: found.has(index), usable: found.has(index) && agreement >= 0.9, figures };
  });
}

const NOWHERE: Box = [0, 0, 0, 0];

/** The figures of a matched table, and the F1 of its cells. */
function compare(
  truth: JudgedTable,
  table: JudgedTable,
): { figures: Map<string, boolean>; agreement: number } {
  const [one, other] = [keptGrid(truth), keptGrid(table)];
  const right = alignGrids(one.cells, other.cells);
  const figures = new Map<string, boolean>();
  other.cells.forEach((line, row) =>
    line.forEach((key, col) => {
      if (key.startsWith('#'))
        figures.set(`${other.rows[row]},${other.columns[col]}`, right.has(`${row},${col}`));
    }),
  );
  const filled = (cells: string[][]) => cells.flat().filter((key) => key !== '').length;
  const agreement = (2 * right.size) / Math.max(1, filled(one.cells) + filled(other.cells));
  return { figures, agreement };
}

/** The contents without blank rows and columns, and where the others stood. */
function keptGrid({ rows }: JudgedTable): { rows: number[]; columns: number[]; cells: string[][] } {
  const keys = rows.map((row) => row.map(cellKey));
  const width = Math.max(0, ...keys.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, col) => col).filter((col) =>
    keys.some((row) => (row[col] ?? '') !== ''),
  );
  const kept = keys.flatMap((row, index) => (row.some((key) => key !== '') ? [index] : []));
  return {
    rows: kept,
    columns,
    cells: kept.map((row) => columns.map((col) => keys[row]?.[col] ?? '')),
  };
}

function tableOverlap(one: JudgedTable, other: JudgedTable): number {
  let shared = 0;
  one.pages.forEach((page, at) =>
    other.pages.forEach((same, to) => {
      if (page === same)
        shared += inter(one.bbox_per_page[at] ?? NOWHERE, other.bbox_per_page[to] ?? NOWHERE);
    }),
  );
  return overlap(one.bbox_per_page, other.bbox_per_page, shared);
}

function overlap(one: readonly Box[], other: readonly Box[], shared: number): number {
  const sum = (boxes: readonly Box[]) => boxes.reduce((total, box) => total + inter(box, box), 0);
  return shared / (sum(one) + sum(other) - shared || 1);
}

function inter(one: Box, other: Box): number {
  const width = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const height = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  return Math.max(0, width) * Math.max(0, height);
}

/** Greedy, one to one, best first. */
function matches<One>(
  [lefts, rights]: readonly [readonly One[], readonly One[]],
  scoreOf: (left: One, right: One) => number,
): { left: number; right: number; score: number }[] {
  const all = lefts.flatMap((one, left) =>
    rights.map((other, right) => ({ left, right, score: scoreOf(one, other) })),
  );
  const taken = { left: new Set<number>(), right: new Set<number>() };
  return all
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.left - b.left || a.right - b.right)
    .filter(({ left, right }) => {
      if (taken.left.has(left) || taken.right.has(right)) return false;
      taken.left.add(left);
      taken.right.add(right);
      return true;
    });
}
