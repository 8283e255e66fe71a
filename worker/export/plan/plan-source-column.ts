import { type Layout, sheetRow } from './layout.ts';
import { LOOKS } from './looks.ts';
import type { SheetCell, SheetLink } from './sheet-model.ts';

/** Excel takes 65,530 links on a sheet. */
const MOST_LINKS = 60_000;

/** For each row of figures the page it stands on, as a link to its place there where the pages can be seen. */
export function planSourceColumn(
  layout: Layout,
  at: { col: number; linkTo: (page: number, y: number) => SheetLink | { url: string } | null },
): SheetCell[] {
  const { rows } = layout.schedule;
  const linked = rows.length <= MOST_LINKS;
  const cells = rows.flatMap((row, index): SheetCell[] => {
    const cell = row.cells.find((cell) => cell.box !== null);
    if (index < layout.headRows || row.role === 'section' || row.role === 'head' || !cell?.box) return [];
    const link = linked ? at.linkTo(cell.page, cell.box[1]) : null;
    const source: SheetCell = {
      row: sheetRow(layout, index),
      col: at.col,
      content: { type: 'text', text: `p${cell.page}` },
      look: { ...(link ? LOOKS.link : LOOKS.check), size: 9, align: 'right' },
    };
    return [link ? { ...source, link } : source];
  });
  const head: SheetCell = {
    row: layout.firstBody - 1,
    col: at.col,
    content: { type: 'text', text: 'Source' },
    look: LOOKS.checkHead,
  };
  return cells.length > 0 ? [head, ...cells] : [];
}
