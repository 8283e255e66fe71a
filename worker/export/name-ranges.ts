import { addressOf } from './plan/address.ts';
import type { Place, SheetModel } from './plan/sheet-model.ts';
import { xmlText } from './xml-text.ts';

/**
 * Puts the names of ranges into a workbook part, where CT_Workbook has them (ECMA-376 Part 1, 18.2.27: behind the sheets, before
 * calcPr). Not by exceljs, which keeps one object for each cell of a range.
 */
export function nameRanges(book: string, sheets: readonly SheetModel[]): string {
  const names = sheets.flatMap((sheet) =>
    (sheet.names ?? []).map(({ name, from, to }) => {
      const range = from.row === to.row && from.col === to.col ? fixed(from) : `${fixed(from)}:${fixed(to)}`;
      return `<definedName name="${xmlText(name)}">'${xmlText(sheet.name)}'!${range}</definedName>`;
    }),
  );
  if (names.length === 0) return book;
  if (book.includes('</definedNames>'))
    return book.replace('</definedNames>', () => `${names.join('')}</definedNames>`);
  return book.replace('</sheets>', () => `</sheets><definedNames>${names.join('')}</definedNames>`);
}

function fixed(place: Place): string {
  return addressOf(place).replace(/^[A-Z]+/, '$$$&$$');
}
