import { type Layout, sheetRow } from './layout.ts';
import { LOOKS } from './looks.ts';
import type { SheetCell } from './sheet-model.ts';

/** Excel takes 65,530 links on a sheet. */
const MOST_LINKS = 60_000;

/** For each row of figures the page it stands on, as a link where the pages can be seen. */
export function planSourceColumn(
  layout: Layout,
  at: { col: number; pageUrl: (page: number) => string | null },
): SheetCell[] {
  const { rows } = layout.schedule;
  const linked = rows.length <= MOST_LINKS;
  const cells = rows.flatMap((row, index): SheetCell[] => {
    const page = row.cells.find((cell) => cell.box !== null)?.page;
    if (index < layout.headRows || row.role === 'section' || row.role === 'head' || page === undefined)
      return [];
    const url = linked ? at.pageUrl(page) : null;
    const cell: SheetCell = {
      row: sheetRow(layout, index),
      col: at.col,
      content: { type: 'text', text: `p${page}` },
      look: { ...(url ? LOOKS.link : LOOKS.check), size: 9, align: 'right' },
    };
    return [url ? { ...cell, link: { url } } : cell];
  });
  const head: SheetCell = {
    row: layout.firstBody - 1,
    col: at.col,
    content: { type: 'text', text: 'Source' },
    look: LOOKS.checkHead,
  };
  return cells.length > 0 ? [head, ...cells] : [];
}
