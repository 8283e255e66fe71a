import { nameFigure } from '../proofs/name-figure.ts';
import { parseCell } from '../amounts/parse-cell.ts';
import type { CellAddress, CellValue, Repair, Schedule } from '../schedules/schedule.ts';
import { cellAt } from './cell-at.ts';
import { EditRefused } from './edit-refused.ts';
import { figureStyleOf } from './figure-style-of.ts';
import { putText } from './put-text.ts';

/** The reading that the proofs propose for a cell takes the place of what was read. */
export function acceptRepair(
  schedule: Schedule,
  { row, col, reading }: CellAddress & { reading: string },
): Schedule {
  const { value } = cellAt(schedule, { row, col });
  const repair = schedule.proof.repairs?.find(
    (one) => one.row === row && one.col === col && one.reading === reading,
  );
  if (!repair)
    throw new EditRefused(
      `The proofs no longer propose ${reading} for ${nameFigure(schedule, { row, col })}. Load the schedule again, or set the cell to it.`,
    );
  const read = parseCell(reading, figureStyleOf(schedule.rows, col), 'figure');
  return putText(schedule, { row, col }, { raw: reading, value: figureOf(read, value, repair) });
}

/** What was proved is the figure: a reading that would be typed as another one is still this one. */
function figureOf(read: CellValue, was: CellValue, { minor, scale }: Repair): CellValue {
  const isFigure = read.type === 'amount' || read.type === 'percent';
  if (isFigure && read.minor * 10 ** scale === minor * 10 ** read.scale) return read;
  return { type: was.type === 'percent' ? 'percent' : 'amount', minor, scale };
}
