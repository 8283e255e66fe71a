import { strFromU8, unzipSync } from 'fflate';
import { type XmlElement, elementsNamed, xmlTree } from './xml-tree.ts';

/** A workbook as its file says it, read by nothing that wrote it. */
export interface ReadBook {
  /** All XML parts by name. */
  parts: Map<string, XmlElement>;
  /** Names of all entries, in the order of the file. */
  entries: string[];
  sheets: ReadSheet[];
}

export interface ReadSheet {
  name: string;
  part: string;
  root: XmlElement;
  cells: Map<string, ReadCell>;
}

export interface ReadCell {
  /** A number, a text, or null for a cell without a value. */
  value: number | string | null;
  formula: string | null;
  style: number;
}

/** Throws where a part is not well-formed or a sheet is not where the workbook says. */
export function readWorkbook(bytes: Uint8Array): ReadBook {
  const files = Object.entries(unzipSync(bytes));
  const xml = files.filter(([name]) => /\.(xml|rels|vml)$/.test(name));
  const parts = new Map(xml.map(([name, content]) => [name, parsed(name, strFromU8(content))]));
  const strings = sharedStrings(parts.get('xl/sharedStrings.xml'));
  const book = required(parts, 'xl/workbook.xml');
  const targets = relationships(parts, 'xl/workbook.xml');
  const sheets = elementsNamed(book, 'sheet').map((sheet): ReadSheet => {
    const part = targets.get(sheet.attributes.get('r:id') ?? '') ?? '';
    const root = required(parts, part);
    return { name: sheet.attributes.get('name') ?? '', part, root, cells: cellsOf(root, strings) };
  });
  return { parts, entries: files.map(([name]) => name), sheets };
}

/** Targets by id, as names of parts; what lies outside stays an address. */
export function relationships(parts: ReadBook['parts'], name: string): Map<string, string> {
  const folder = name.split('/').slice(0, -1);
  const rels = parts.get([...folder, '_rels', `${name.split('/').at(-1)}.rels`].join('/'));
  return new Map(
    (rels?.children ?? []).map(({ attributes }) => {
      const target = attributes.get('Target') ?? '';
      const outside = attributes.get('TargetMode') === 'External';
      return [attributes.get('Id') ?? '', outside ? target : resolved(folder, target)];
    }),
  );
}

function resolved(folder: string[], target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path = [...folder];
  for (const step of target.split('/')) {
    if (step === '..') path.pop();
    else path.push(step);
  }
  return path.join('/');
}

function parsed(name: string, xml: string): XmlElement {
  try {
    return xmlTree(xml);
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

function required(parts: ReadBook['parts'], name: string): XmlElement {
  const part = parts.get(name);
  if (!part) throw new Error(`There is no part "${name}".`);
  return part;
}

function sharedStrings(part: XmlElement | undefined): string[] {
  return (part?.children ?? []).map((item) => textOf(item));
}

/** ECMA-376 Part 1, 22.9.2.19: "_x000D_" is one character. */
function textOf(item: XmlElement): string {
  const raw = elementsNamed(item, 't')
    .map(({ text }) => text)
    .join('');
  return raw.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function cellsOf(root: XmlElement, strings: string[]): Map<string, ReadCell> {
  const cells = new Map<string, ReadCell>();
  const rows = root.children.find(({ name }) => name === 'sheetData')?.children ?? [];
  for (const cell of rows.flatMap(({ children }) => children)) {
    const child = (name: string) => cell.children.find((each) => each.name === name);
    const type = cell.attributes.get('t') ?? 'n';
    const value = child('v')?.text;
    cells.set(cell.attributes.get('r') ?? '', {
      value: valueOf({ type, value, inline: child('is') }, strings),
      formula: child('f')?.text ?? null,
      style: Number(cell.attributes.get('s') ?? 0),
    });
  }
  return cells;
}

function valueOf(
  { type, value, inline }: { type: string; value: string | undefined; inline: XmlElement | undefined },
  strings: string[],
): number | string | null {
  if (type === 'inlineStr' && inline) return textOf(inline);
  if (value === undefined) return null;
  if (type === 's') {
    const text = strings[Number(value)];
    if (text === undefined) throw new Error(`There is no shared string ${value}.`);
    return text;
  }
  return type === 'n' ? Number(value) : value;
}
