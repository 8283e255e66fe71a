import type { ReadBook, ReadSheet } from './read-workbook.ts';
import { type XmlElement, elementsNamed } from './xml-tree.ts';

/** What Excel could object to in one sheet: its limits, the order of rows and cells, styles, links, merged cells. */
export function sheetFaults({ parts, sheets }: ReadBook, sheet: ReadSheet): string[] {
  const { name, root } = sheet;
  const styles = parts.get('xl/styles.xml');
  const counts = {
    xfs: styles?.children.find((child) => child.name === 'cellXfs')?.children.length ?? 0,
    dxfs: styles?.children.find((child) => child.name === 'dxfs')?.children.length ?? 0,
  };
  const faults = [
    ...(/^(?!history$)[^[\]:*?/\\]{1,31}$/iu.test(name) && !/^'|'$/.test(name)
      ? []
      : ['the name of the sheet']),
    ...rowFaults(root),
    ...cellFaults(sheet, counts.xfs),
    ...linkFaults(root, sheets),
    ...mergeFaults(root),
    ...elementsNamed(root, 'col')
      .filter(({ attributes }) => !(Number(attributes.get('width')) <= 255))
      .map(() => 'a column is too wide'),
    ...elementsNamed(root, 'cfRule')
      .filter(({ attributes }) => !(Number(attributes.get('dxfId')) < counts.dxfs))
      .map(() => 'a rule has no style'),
    ...elementsNamed(root, 'oddFooter')
      .filter(({ text }) => text.length > 255)
      .map(() => 'the footer is too long'),
    ...elementsNamed(root, 'sheetView')
      .filter(() => !parts.get('xl/workbook.xml')?.children.some((child) => child.name === 'bookViews'))
      .map(() => 'a view of no window'),
  ];
  return faults.map((fault) => `${name}: ${fault}`);
}

function rowFaults(root: XmlElement): string[] {
  const rows = elementsNamed(root, 'row');
  const numbers = rows.map(({ attributes }) => Number(attributes.get('r')));
  return [
    ...(numbers.every((row, index) => row > (numbers[index - 1] ?? 0) && row <= 1_048_576)
      ? []
      : ['rows are out of order']),
    ...rows
      .filter(({ attributes }) => Number(attributes.get('ht') ?? 1) > 409.5)
      .map(() => 'a row is higher than 409 points'),
    ...rows
      .filter((row) => !inOrder(row))
      .map(({ attributes }) => `cells of row ${attributes.get('r')} are out of order`),
  ];
}

function inOrder(row: XmlElement): boolean {
  const cols = row.children.map(({ attributes }) => placeOf(attributes.get('r') ?? ''));
  return cols.every(
    ({ col, row: number }, index) =>
      col > (cols[index - 1]?.col ?? 0) && col <= 16_384 && number === Number(row.attributes.get('r')),
  );
}

function cellFaults({ cells }: ReadSheet, xfs: number): string[] {
  return [...cells].flatMap(([at, { value, formula, style }]) => [
    ...(style < xfs ? [] : [`${at} has no style`]),
    ...(typeof value === 'string' && value.length > 32_767 ? [`${at} is too long`] : []),
    ...(typeof value === 'number' && !Number.isFinite(value) ? [`${at} is no number`] : []),
    ...(formula !== null && (formula.length > 8192 || value === null)
      ? [`${at} has a formula too long or without a result`]
      : []),
  ]);
}

function linkFaults(root: XmlElement, sheets: ReadSheet[]): string[] {
  const links = elementsNamed(root, 'hyperlink');
  const lost = links.filter(({ attributes }) => {
    const location = attributes.get('location');
    const sheet = /^'((?:[^']|'')+)'![A-Z]{1,3}\d+$/.exec(location ?? '')?.[1]?.replaceAll("''", "'");
    return location === undefined ? !attributes.has('r:id') : !sheets.some(({ name }) => name === sheet);
  });
  return [
    ...lost.map(({ attributes }) => `the link in ${attributes.get('ref')} leads nowhere`),
    ...(links.length > 65_530 ? ['too many links'] : []),
  ];
}

function mergeFaults(root: XmlElement): string[] {
  const taken = new Set<string>();
  for (const { attributes } of elementsNamed(root, 'mergeCell')) {
    const [from, to] = (attributes.get('ref') ?? '').split(':').map(placeOf);
    if (!from || !to || (from.row === to.row && from.col === to.col)) return ['one cell is merged'];
    for (let row = from.row; row <= to.row; row++)
      for (let col = from.col; col <= to.col; col++) {
        if (taken.has(`${row},${col}`)) return ['merged cells overlap'];
        taken.add(`${row},${col}`);
      }
  }
  return [];
}

function placeOf(address: string): { row: number; col: number } {
  const [, letters = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
  const col = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits), col };
}
