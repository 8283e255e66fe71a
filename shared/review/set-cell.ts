import { parseCell } from '../amounts/parse-cell.ts';
import type { CellAddress, Schedule } from '../schedules/schedule.ts';
import { EditRefused } from './edit-refused.ts';
import { figureStyleOf } from './figure-style-of.ts';
import { foldInput } from './fold-input.ts';
import { placeOf } from './place-of.ts';
import { putText } from './put-text.ts';

/** Another text in a cell, typed as the figures of its column are: "(1,234.50)" among amounts is one. */
export function setCell(schedule: Schedule, { row, col, text }: CellAddress & { text: string }): Schedule {
  if (text.length > LONGEST_TEXT)
    throw new EditRefused(
      `A cell takes ${LONGEST_TEXT} characters and this text has ${text.length}. Shorten it.`,
    );
  const raw = foldInput(text);
  const style = figureStyleOf(schedule.rows, col);
  return putText(
    schedule,
    { row, col },
    { raw, value: parseCell(raw, style, placeOf(schedule, { row, col }, style)) },
  );
}

const LONGEST_TEXT = 2000;
