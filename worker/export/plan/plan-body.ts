import type { Cell, Column, Row } from '#shared/schedules/schedule.ts';
import { cellContent } from './cell-content.ts';
import { editNote } from './edits-by-cell.ts';
import { sheetRow } from './layout.ts';
import type { LiveTotal } from './live-totals.ts';
import { LOOKS } from './looks.ts';
import { ASIDE_FORMAT, DATE_FORMAT, TEXT_FORMAT, amountFormat, percentFormat } from './number-format.ts';
import { headLook } from './plan-heads.ts';
import type { Content, Look, SheetCell } from './sheet-model.ts';
import type { TablePlan } from './table-plan.ts';

/** The rows of the table below its heads: typed values, live totals, amber where a person should look, blue where one changed something. */
export function planBody(plan: TablePlan): SheetCell[] {
  const { schedule, headRows, width } = plan.layout;
  const looks = new Map<string, Look>();
  return schedule.rows.flatMap((row, index) => {
    if (index < headRows) return [];
    return Array.from({ length: width }, (_, col) => planCell(plan, row, { row: index, col, looks }));
  });
}

interface Address {
  row: number;
  col: number;
  /** Looks made for other cells, to be used again. */
  looks: Map<string, Look>;
}

function planCell(plan: TablePlan, row: Row, address: Address): SheetCell {
  const cell = row.cells[address.col];
  const place = { row: sheetRow(plan.layout, address.row), col: address.col + 1 };
  if (!cell) return { ...place, content: { type: 'blank' }, look: rowLook(row, plan, address.col) };
  const live = plan.live.at(address);
  const content = live ? liveContent(live) : cellContent(cell.value, cell.raw);
  const edit = plan.edits.at(address);
  const note = edit ? editNote(edit, cell.raw) : plan.doubts.at(address);
  const look = bodyLook(plan, row, { cell, col: address.col, content, looks: address.looks });
  if (note === null) return { ...place, content, look };
  return { ...place, content, look: { ...look, ...(edit ? LOOKS.edited : LOOKS.weak) }, note };
}

/** Cells that look alike share one object, which is a tenth of the memory. */
function bodyLook(plan: TablePlan, row: Row, at: PlacedCell & Pick<Address, 'looks'>): Look {
  const { value, raw } = at.cell;
  const digits = 'scale' in value ? `${value.scale},${value.minor === 0}` : HARMLESS.test(raw);
  const key = `${row.role},${row.level},${at.col},${at.content.type},${value.type},${digits}`;
  const known = at.looks.get(key);
  if (known) return known;
  const look = { ...rowLook(row, plan, at.col), ...placedLook(plan, row, at) };
  at.looks.set(key, look);
  return look;
}

interface PlacedCell {
  cell: Cell;
  col: number;
  content: Content;
}

function liveContent(live: LiveTotal): Content {
  return { type: 'formula', formula: live.formula, result: live.result.toNumber() };
}

function rowLook(row: Row, plan: TablePlan, col: number): Look {
  const column = plan.layout.schedule.columns[col];
  const figures = isFigureColumn(column) && col !== plan.layout.labelCol;
  if (row.role === 'head') return headLook(column);
  if (row.role === 'subtotal') return figures ? LOOKS.subtotalFigure : LOOKS.subtotal;
  if (row.role === 'total') return figures ? LOOKS.totalFigure : LOOKS.total;
  return LOOKS[row.role];
}

/** Alignment and number format. Text in a figure column stands right, at the distance of the figures. */
function placedLook(plan: TablePlan, row: Row, at: PlacedCell): Look {
  if (row.role === 'head' || at.content.type === 'blank') return {};
  const { value } = at.cell;
  const style = plan.styles[at.col] ?? { decimals: 0, currency: '' };
  if (at.content.type === 'date') return { format: DATE_FORMAT, align: 'left' };
  if (at.content.type !== 'text' && (value.type === 'amount' || value.type === 'percent')) {
    const decimals = value.minor === 0 ? style.decimals : value.scale;
    if (value.type === 'percent') return { format: percentFormat(decimals), align: 'right' };
    return { format: amountFormat(decimals, row.role === 'total' ? style.currency : ''), align: 'right' };
  }
  return textLook(plan, row, at);
}

function textLook(plan: TablePlan, row: Row, at: { cell: Cell; col: number }): Look {
  if (at.col === plan.layout.labelCol) {
    const wrap = row.role !== 'section';
    return {
      format: TEXT_FORMAT,
      align: 'left',
      indent: Math.min(Math.max(row.level, 0) * 2, MOST_INDENT),
      wrap,
    };
  }
  if (!isFigureColumn(plan.layout.schedule.columns[at.col]))
    return { format: TEXT_FORMAT, align: 'left', wrap: true };
  // A harmless "n/a" keeps the distance of the figures; what could become a formula when edited is held as text.
  return { format: HARMLESS.test(at.cell.raw) ? ASIDE_FORMAT : TEXT_FORMAT, align: 'right' };
}

const HARMLESS = /^[A-Za-z]/;

/** Excel takes 250, but a label has to stay on its page. */
const MOST_INDENT = 14;

function isFigureColumn(column: Column | undefined): boolean {
  return column?.role === 'amount' || column?.role === 'percent';
}
