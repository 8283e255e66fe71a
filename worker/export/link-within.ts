import { addressOf } from './plan/address.ts';
import type { SheetCell } from './plan/sheet-model.ts';
import { xmlText } from './xml-text.ts';

/**
 * Puts the links of cells to other sheets into a worksheet part, behind those that lead out of the file. Not by exceljs, which gives each
 * of them also a relationship to a file of that name, which Excel would then try to open.
 */
export function linkWithin(worksheet: string, cells: readonly SheetCell[]): string {
  const links = cells.flatMap((cell) => {
    if (!cell.link || !('sheet' in cell.link)) return [];
    const { sheet, at = { row: 1, col: 1 } } = cell.link;
    return `<hyperlink ref="${addressOf(cell)}" location="${xmlText(`'${sheet}'!${addressOf(at)}`)}"/>`;
  });
  if (links.length === 0) return worksheet;
  if (worksheet.includes('</hyperlinks>'))
    return worksheet.replace('</hyperlinks>', () => `${links.join('')}</hyperlinks>`);
  return worksheet.replace('</worksheet>', () => `<hyperlinks>${links.join('')}</hyperlinks></worksheet>`);
}
