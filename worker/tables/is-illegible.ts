import type { Row } from '#shared/schedules/schedule.ts';

/**
 * Whether most of what is here was not read as text: the lines of a chart, a map, a signature, which recognisers turn into letters
 * that they do not believe themselves. Real tables on poor faxes came to .74 and more, charts to .55 and less.
 */
export function isIllegible(rows: readonly Row[]): boolean {
  const cells = rows.flatMap((row) => (row.role === 'head' ? [] : row.cells)).filter(({ raw }) => raw !== '');
  const sum = cells.reduce((total, { confidence }) => total + confidence, 0);
  return sum < LEAST_LEGIBLE * cells.length;
}

/** On the average over the cells, 0..1. */
const LEAST_LEGIBLE = 0.65;
