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
 * enough to say that two figures should.
 */
export function proveAcross(schedules: readonly Schedule[]): Tie[] {
  const tables = schedules.map((schedule, index) => ({ index, schedule, table: figureTable(schedule) }));
  const rules = [...TIES, ...tables.map(({ table }) => rollRule(table.kind))];
  const ties = rules.flatMap(({ id, from, to }) =>
    tables
      .filter(({ table }) => table.kind === from.kind)
      .flatMap((one) =>
        tables
          .filter(({ table, index }) => table.kind === to.kind && index !== one.index)
          .flatMap((other) => {
            if (one.schedule.caption.unit !== other.schedule.caption.unit) return [];
            return tieBetween({ id, from, to }, one, other) ?? [];
          }),
      ),
  );
  return ties.filter((tie, index) => ties.findIndex((other) => isSame(tie, other)) === index);
}

interface Rule {
  id: string;
  from: TieEnd;
  to: TieEnd;
}

interface Placed {
  index: number;
  table: FigureTable;
}

function rollRule(kind: string): Rule {
  return {
    id: 'closing = opening of the next',
    from: { kind, column: /closing|ending|end of/ },
    to: { kind, column: /opening|beginning|start of/ },
  };
}

const LEAST_SIGNIFICANT = 4;

function tieBetween({ id, from, to }: Rule, one: Placed, other: Placed): Tie | null {
  for (const left of figuresAt(one.table, from))
    for (const right of figuresAt(other.table, to)) {
      const scale = Math.max(left.scale, right.scale);
      const minor = left.minor * 10 ** (scale - left.scale);
      if (minor !== right.minor * 10 ** (scale - right.scale)) continue;
      if (String(Math.abs(minor)).replace(/0+$/, '').length < LEAST_SIGNIFICANT) continue;
      return {
        identity: id,
        from: { schedule: one.index, row: left.row, col: left.col },
        to: { schedule: other.index, row: right.row, col: right.col },
        minor,
        scale,
      };
    }
  return null;
}

function figuresAt(table: FigureTable, end: TieEnd): (CellAddress & { minor: number; scale: number })[] {
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

function isSame(one: Tie, other: Tie): boolean {
  return (
    one.from.schedule === other.from.schedule &&
    one.to.schedule === other.to.schedule &&
    one.minor === other.minor
  );
}
