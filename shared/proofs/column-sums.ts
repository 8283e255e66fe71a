import type { FigureTable } from './figure-table.ts';
import { findSigns, type Sample, type Signs } from './find-signs.ts';
import { headIdentities, type NamedIdentity } from './head-identities.ts';
import { holdsMostly } from './holds-mostly.ts';

/** A claim over a whole table: on each row, `target` is the signed sum of the other columns. */
export interface ColumnSum {
  target: number;
  addends: { col: number; sign: 1 | -1 }[];
  /** The identity of the kinds that the headings spell out; null where they do not. */
  identity: NamedIdentity | null;
}

/**
 * Sums that hold on most rows, and how many were tried to find them: runs of neighbours before or behind the target, and every
 * pair of columns; of each only the signs that hold in one of a few sample rows.
 */
export function columnSums(table: FigureTable): { sums: ColumnSum[]; tried: number } {
  const sums: ColumnSum[] = [];
  const identityOf = headIdentities(table, 'across');
  const rows = sampleRows(table);
  let tried = 0;
  for (const [target, cols] of candidates(table)) {
    const pair = cols.length === 2;
    tried += 2 ** Math.min(cols.length, 8);
    for (const signs of pair
      ? PAIR_SIGNS
      : findSigns(samplesOf(table, rows, { target, cols }), cols.length)) {
      if (!holdsMostly(table, { target, cols, signs })) continue;
      const addends = cols.map((col, index) => ({ col, sign: signs[index] ?? 1 }) as const);
      sums.push({ target, addends, identity: identityOf(target, addends) });
    }
  }
  return { sums, tried };
}

const PAIR_SIGNS: readonly Signs[] = [
  [1, 1],
  [1, -1],
  [-1, 1],
];
const MOST_PAIRED_COLUMNS = 12;
const MOST_COLUMNS = 40;

function* candidates(table: FigureTable): Generator<[target: number, addends: number[]]> {
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const pairs = columns.length <= MOST_PAIRED_COLUMNS ? pairsOf(columns) : [];
  for (const [at, target] of columns.entries()) {
    const least = pairs.length > 0 ? 3 : 2;
    for (let size = least; size <= at; size++) yield [target, columns.slice(at - size, at)];
    for (let size = least; at + size < columns.length; size++)
      yield [target, columns.slice(at + 1, at + 1 + size)];
    for (const pair of pairs) if (!pair.includes(target)) yield [target, pair];
  }
}

function pairsOf(columns: number[]): number[][] {
  return columns.flatMap((one, at) => columns.slice(at + 1).map((other) => [one, other]));
}

const SAMPLES = 4;

/** Rows with the most figures other than zero, spread over the table so that one misread row does not hide a sum. */
function sampleRows(table: FigureTable): number[] {
  const filled = (at: number) =>
    table.columns.filter((col) => Math.abs(table.vectors[col]?.[at] ?? 0) > 0).length;
  const step = Math.max(1, Math.floor(table.rows.length / 16));
  const rated = table.rows.flatMap((_, at) => (at % step === 0 ? [{ at, filled: filled(at) }] : []));
  return rated
    .sort((a, b) => b.filled - a.filled)
    .slice(0, SAMPLES)
    .map(({ at }) => at);
}

function samplesOf(
  table: FigureTable,
  rows: number[],
  { target, cols }: { target: number; cols: number[] },
): Sample[] {
  return rows.flatMap((at): Sample[] => {
    const figure = table.vectors[target]?.[at] ?? NaN;
    if (Number.isNaN(figure)) return [];
    const addends = cols.map((col) => table.vectors[col]?.[at] || 0);
    const slack = table.rounded ? ((table.rows[at]?.units[target] ?? 1) * (cols.length + 1)) / 2 : 0;
    return [{ target: figure, addends, slack }];
  });
}
