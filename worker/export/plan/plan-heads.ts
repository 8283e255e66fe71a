import type { Cell, Column } from '#shared/schedules/schedule.ts';
import type { Layout } from './layout.ts';
import { LOOKS } from './looks.ts';
import { ASIDE_FORMAT, TEXT_FORMAT } from './number-format.ts';
import type { Look, SheetCell, SheetModel } from './sheet-model.ts';
import type { TablePlan } from './table-plan.ts';

type HeadPlan = Pick<SheetModel, 'cells' | 'merges'>;

/** The head rows: as printed with their spans, or the headings of the columns where the page has no head row. */
export function planHeads(plan: TablePlan): HeadPlan {
  const { layout } = plan;
  if (layout.headRows === 0) return { cells: headingRow(layout), merges: [] };
  const merges = mergesOf(layout);
  const wide = merges.filter(({ from, to }) => to.col > from.col);
  const spans = new Set(wide.map(({ from }) => `${from.row},${from.col}`));
  const cells = layout.schedule.rows.slice(0, layout.headRows).flatMap((row, index) =>
    Array.from({ length: layout.width }, (_, col) => {
      const at = { row: layout.firstHead + index, col: col + 1 };
      const centred = spans.has(`${at.row},${at.col}`);
      return headCell(plan, row.cells[col], { ...at, centred, doubt: plan.doubts.at({ row: index, col }) });
    }),
  );
  return { cells, merges };
}

/** Heads stand right over figures and left over texts. */
export function headLook(column: Column | undefined): Look {
  return { ...LOOKS.head, align: column?.role === 'amount' || column?.role === 'percent' ? 'right' : 'left' };
}

/** A head like "2024" or "Closing" keeps the distance of the figures; one that could become a formula is held as text. */
function headFormat(text: string): string {
  return /^[A-Za-z\d]/.test(text) ? ASIDE_FORMAT : TEXT_FORMAT;
}

function headingRow(layout: Layout): SheetCell[] {
  return Array.from({ length: layout.width }, (_, col) => {
    const column = layout.schedule.columns[col];
    const text = column?.heading ?? '';
    const look = { ...headLook(column), format: headFormat(text) };
    return {
      row: layout.firstHead,
      col: col + 1,
      content: text ? { type: 'text', text } : { type: 'blank' },
      look,
    };
  });
}

function headCell(
  plan: TablePlan,
  cell: Cell | undefined,
  at: { row: number; col: number; centred: boolean; doubt: string | null },
): SheetCell {
  const base = { ...headLook(plan.layout.schedule.columns[at.col - 1]), format: headFormat(cell?.raw ?? '') };
  const look =
    at.centred && at.col - 1 !== plan.layout.labelCol ? { ...base, align: 'center' as const } : base;
  const place = { row: at.row, col: at.col };
  if (!cell || cell.raw === '') return { ...place, content: { type: 'blank' }, look };
  const { doubt } = at;
  const content = { type: 'text', text: cell.raw } as const;
  return doubt
    ? { ...place, content, look: { ...look, ...LOOKS.weak }, note: doubt }
    : { ...place, content, look };
}

/** Spans over columns and head rows, cut to the table; a span over cells with texts of their own, or already taken, is left alone. */
function mergesOf(layout: Layout): SheetModel['merges'] {
  const heads = layout.schedule.rows.slice(0, layout.headRows);
  const taken = new Set<string>();
  return heads.flatMap((row, index) =>
    row.cells.flatMap((cell, col) => {
      const lastCol = Math.min(col + (cell.colSpan ?? 1), layout.width) - 1;
      const lastRow = Math.min(index + (cell.rowSpan ?? 1), heads.length) - 1;
      const covered = heads
        .slice(index, lastRow + 1)
        .flatMap(({ cells }, down) =>
          cells
            .slice(col, lastCol + 1)
            .map(({ raw }, right) => ({ raw, at: `${index + down},${col + right}` })),
        );
      const clear =
        covered.slice(1).every(({ raw }) => raw === '') && covered.every(({ at }) => !taken.has(at));
      if (covered.length < 2 || !clear || cell.raw === '') return [];
      for (const { at } of covered) taken.add(at);
      const [from, to] = [layout.firstHead + index, layout.firstHead + lastRow];
      return [{ from: { row: from, col: col + 1 }, to: { row: to, col: lastCol + 1 } }];
    }),
  );
}
