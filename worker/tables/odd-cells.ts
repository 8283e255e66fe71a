import type { Cell, Column, Doubt, DoubtReason, Row } from '#shared/schedules/schedule.ts';
import { figureShape, isFigure } from './figure-shape.ts';

/** Cells whose shape alone says that a person should look: torn or joined figures, text among amounts, dates of two readings. */
export function oddCells(
  schedule: { columns: Column[]; rows: Row[] },
  scanned: ReadonlySet<number>,
): Doubt[] {
  const dates: Doubt[] = [];
  const cut = cutRanges(schedule.rows);
  const odd = schedule.rows.flatMap((row, index) =>
    row.cells.flatMap((cell, col): Doubt[] => {
      if (cell.raw === '') return [];
      const at = { row: index, col };
      if (cell.value.type === 'date' && cell.value.ambiguous)
        dates.push({ ...at, reason: 'ambiguous-date', sentence: swapped(cell, cell.value.iso) });
      const inBody = bodyReason(cell, { role: schedule.columns[col]?.role, scanned });
      const elsewhere = row.role === 'head' ? null : inBody;
      const reason = cut.has(row) && /\d/.test(cell.raw) ? 'cut-range' : elsewhere;
      return reason ? [{ ...at, reason, sentence: `${WORDS[reason]}: ${cell.raw}, page ${cell.page}` }] : [];
    }),
  );
  return [...odd, ...dates];
}

type OddReason = Extract<DoubtReason, 'no-figure' | 'several-figures' | 'cut-range'>;

const WORDS: Record<OddReason, string> = {
  'no-figure': 'A figure was expected here',
  'several-figures': 'Several figures stand in one cell',
  'cut-range': 'A range in the headings was cut in two',
};

function swapped(cell: Cell, iso: string): string {
  return `Read ${cell.raw} as ${iso}; day and month could be swapped, page ${cell.page}`;
}

/**
 * Rows of which one ends in open ranges and the next goes on with them: "$10,000–", "$15,000–" over "14,999", "29,999". They are headings,
 * whether they were taken for some or not; a minus behind an amount is followed by no larger figure, and its row has a label.
 */
function cutRanges(rows: readonly Row[]): Set<Row> {
  const cut = rows.flatMap((row, index) => {
    const below = rows[index + 1];
    if (!below || (row.role !== 'head' && row.cells[0]?.raw !== '')) return [];
    const ranges = row.cells.filter(({ raw }, col) => {
      const from = OPEN_RANGE.exec(raw)?.[1];
      return from !== undefined && digitsOf(below.cells[col]?.raw ?? '') > digitsOf(from);
    });
    return ranges.length >= LEAST_RANGES ? [row, below] : [];
  });
  return new Set(cut);
}

const OPEN_RANGE = /^\D{0,3}(\d[\d.,]*) ?[-–—]$/;
const LEAST_RANGES = 2;

function digitsOf(raw: string): number {
  return Number(raw.replace(/\D/g, ''));
}

function bodyReason(
  { raw, value, page }: Cell,
  column: { role: Column['role'] | undefined; scanned: ReadonlySet<number> },
): OddReason | null {
  if (value.type !== 'text' || (column.role !== 'amount' && column.role !== 'percent')) return null;
  const parts = raw.split(' ').filter((part) => isFigure(figureShape(part)) && /\d/.test(part));
  if (parts.length > 1 && !isFigure(figureShape(raw)) && !/\p{L}{3}/u.test(raw)) return 'several-figures';
  const placed = isFigure(figureShape(raw)) || /^\p{L}[\p{L} .'-]{3,}$/u.test(raw);
  return column.scanned.has(page) && !placed ? 'no-figure' : null;
}
