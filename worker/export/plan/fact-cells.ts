import { LOOKS } from './looks.ts';
import type { Look, SheetCell } from './sheet-model.ts';

/** A fact of the contents: what it is in the first column, grey, and the value beside it. */
export function factCells(
  row: number,
  name: string,
  { value, look }: { value: string; look?: Look | undefined },
): SheetCell[] {
  return [
    { row, col: 1, content: { type: 'text', text: name }, look: LOOKS.fact },
    {
      row,
      col: 2,
      content: { type: 'text', text: value },
      look: { ...LOOKS.fact, color: LOOKS.line.color, ...look },
    },
  ];
}
