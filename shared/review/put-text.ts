import { rowRole } from '../proofs/row-role.ts';
import type { Cell, CellAddress, Row, RowRole, Schedule } from '../schedules/schedule.ts';
import { cellAt } from './cell-at.ts';
import { fitSpans } from './fit-spans.ts';
import { followHeads } from './follow-heads.ts';

/** A person's text in a cell: it is certain, stays where it was printed, and the recogniser's other readings are done with. */
export function putText(schedule: Schedule, at: CellAddress, text: Pick<Cell, 'raw' | 'value'>): Schedule {
  const { page, box, colSpan, rowSpan } = cellAt(schedule, at);
  const cell: Cell = {
    ...text,
    confidence: 1,
    page,
    box,
    ...(colSpan === undefined ? {} : { colSpan }),
    ...(rowSpan === undefined ? {} : { rowSpan }),
  };
  const rows = schedule.rows.map((row, index): Row => {
    if (index !== at.row) return row;
    const changed = { ...row, cells: row.cells.with(at.col, cell) };
    return { ...changed, role: roleOf(row, changed, isLast(schedule.rows, index)) };
  });
  const fitted = fitSpans(rows);
  return { ...schedule, columns: followHeads(schedule, fitted), rows: fitted };
}

/** A row keeps its role unless its words and figures gave it one and now give another. */
function roleOf(before: Row, after: Row, isLast: boolean): RowRole {
  const blank = before.cells.every(({ raw }) => raw === '');
  return blank || rowRole(before, { isLast }) === before.role ? rowRole(after, { isLast }) : before.role;
}

function isLast(rows: readonly Row[], index: number): boolean {
  return rows.slice(index + 1).every(({ cells }) => cells.every(({ value }) => value.type !== 'amount'));
}
