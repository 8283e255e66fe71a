import { type TieEnd, TIES } from '../kinds/ties.ts';
import type { CellAddress, Schedule } from '../schedules/schedule.ts';
import { type FigureTable, figureTable } from './figure-table.ts';

/** A figure that two schedules of a document agree on; schedules by their place in the list, from 0. */
export interface Tie {
  /** Such as "receivables = balance sheet". */
  identity: string;
  from: CellAddress & { schedule: number };
  to: CellAddress & { schedule: number };
  minor: number;
  scale: number;
}

/**
 * Finds the figures that tie the schedules of one document to each other: the total of an ageing to the balance sheet, the
 * closing balance of one roll-forward to the opening balance of the next. Kinds and words decide what could tie, and only
 * figures of four digits and more in the same unit that are equal do; what does not agree is no finding, because a label is not
 * enough to say that two figures should. Two schedules tie once by each rule, and a document at most MOST_TIES times.
 */
export function proveAcross(schedules: readonly Schedule[]): Tie[] {
  const tables = schedules.map((schedule, index) => ({
    index,
    table: figureTable(schedule),
    unit: schedule.caption.unit,
  }));
  const rolls = [...new Set(tables.map(({ table }) => table.kind))].map(rollRule);
  const ties: Tie[] = [];
  const known = new Set<string>();
  for (const rule of [...TIES, ...rolls])
    for (const tie of tiesBy(rule, tables)) {
      const value = `${tie.from.schedule} ${tie.to.schedule} ${valueKey(tie)}`;
      if (known.has(value)) continue;
      known.add(value);
      ties.push(tie);
      if (ties.length === MOST_TIES) return ties;
    }
  return ties;
}

/** Far more than a real document has; one made to tie everything to everything stays small. */
const MOST_TIES = 2000;

interface Rule {
  id: string;
  from: TieEnd;
  to: TieEnd;
}

interface Placed {
  index: number;
  table: FigureTable;
  unit: string;
}

interface Figure extends CellAddress {
  minor: number;
  scale: number;
}

function rollRule(kind: string): Rule {
  return {
    id: 'closing = opening of the next',
    from: { kind, column: /closing|ending|end of/ },
    to: { kind, column: /opening|beginning|start of/ },
  };
}

const LEAST_SIGNIFICANT = 4;

/** Looks figures up by their value: a document may hold thousands of schedules of one kind. */
function* tiesBy({ id, from, to }: Rule, tables: readonly Placed[]): Generator<Tie> {
  const wanted = byValue(tables, to);
  for (const one of tables.filter(({ table }) => table.kind === from.kind)) {
    const met = new Set<number>();
    for (const [key, left] of firstOfEach(one, from))
      for (const { index, right } of wanted.get(key) ?? []) {
        if (index === one.index || met.has(index)) continue;
        met.add(index);
        const scale = Math.max(left.scale, right.scale);
        yield {
          identity: id,
          from: { schedule: one.index, row: left.row, col: left.col },
          to: { schedule: index, row: right.row, col: right.col },
          minor: left.minor * 10 ** (scale - left.scale),
          scale,
        };
      }
  }
}

function byValue(tables: readonly Placed[], end: TieEnd): Map<string, { index: number; right: Figure }[]> {
  const found = new Map<string, { index: number; right: Figure }[]>();
  for (const placed of tables.filter(({ table }) => table.kind === end.kind))
    for (const [key, right] of firstOfEach(placed, end)) {
      const same = found.get(key) ?? [];
      found.set(key, same);
      same.push({ index: placed.index, right });
    }
  return found;
}

/** The figures that say enough to tie by, each value where it stands first; keys are equal where value and unit are. */
function firstOfEach({ table, unit }: Placed, end: TieEnd): Map<string, Figure> {
  const first = new Map<string, Figure>();
  for (const figure of figuresAt(table, end)) {
    const key = `${valueKey(figure)} ${unit}`;
    if (digitsOf(figure) >= LEAST_SIGNIFICANT && !first.has(key)) first.set(key, figure);
  }
  return first;
}

function digitsOf({ minor }: Figure): number {
  return String(Math.abs(minor)).replace(/0+$/, '').length;
}

/** 1.50 and 1.5 have one key. */
function valueKey({ minor, scale }: { minor: number; scale: number }): string {
  let [digits, decimals] = [minor, scale];
  for (; decimals > 0 && digits % 10 === 0; decimals -= 1) digits /= 10;
  return `${digits}/${decimals}`;
}

function figuresAt(table: FigureTable, end: TieEnd): Figure[] {
  const columns = table.columns.filter((col) => end.column?.test(table.heads[col] ?? '') ?? true);
  const rows = table.rows.filter(({ label, promise }) =>
    end.row ? end.row.test(label) : promise === 'total',
  );
  return rows.flatMap((row) =>
    columns.flatMap((col) => {
      const minor = row.figures[col] ?? null;
      return minor === null || row.percents[col] ? [] : [{ row: row.index, col, minor, scale: table.scale }];
    }),
  );
}
