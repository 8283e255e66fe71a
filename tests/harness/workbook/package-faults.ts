import { type ReadBook, type ReadSheet, relationships } from './read-workbook.ts';
import { SEQUENCES } from './sequences.ts';
import { sheetFaults } from './sheet-faults.ts';
import { type XmlElement, elementsNamed } from './xml-tree.ts';

/**
 * What Excel could object to in a workbook, as sentences; empty where nothing is. Looks at every part: the order of children,
 * content types, relationships, tables, names of ranges, and each sheet.
 */
export function packageFaults(book: ReadBook): string[] {
  const faults: string[] = [];
  for (const [name, root] of book.parts) faults.push(...orderFaults(name, root));
  faults.push(...typeFaults(book), ...relationshipFaults(book), ...nameFaults(book), ...tableFaults(book));
  const names = book.sheets.map(({ name }) => name.toLowerCase());
  if (new Set(names).size !== names.length) faults.push('two sheets have one name');
  for (const sheet of book.sheets) faults.push(...sheetFaults(book, sheet));
  return faults;
}

function orderFaults(part: string, element: XmlElement): string[] {
  const faults = element.children.flatMap((child) => orderFaults(part, child));
  const sequence = SEQUENCES[element.name];
  if (!sequence) return faults;
  let last = -1;
  for (const { name } of element.children) {
    const rank = sequence.indexOf(name);
    if (rank < 0) faults.push(`${part}: <${element.name}> has no child <${name}>`);
    if (rank < last) faults.push(`${part}: <${name}> stands too late in <${element.name}>`);
    last = Math.max(last, rank);
  }
  return faults;
}

/** Every part has a content type, and every part that has one is there. */
function typeFaults({ parts, entries }: ReadBook): string[] {
  const types = parts.get('[Content_Types].xml')?.children ?? [];
  const of = (name: string, attribute: string) =>
    types.filter((type) => type.name === name).map(({ attributes }) => attributes.get(attribute) ?? '');
  const [defaults, overrides] = [of('Default', 'Extension'), of('Override', 'PartName')];
  const untyped = entries.filter(
    (name) =>
      name !== '[Content_Types].xml' &&
      !overrides.includes(`/${name}`) &&
      !defaults.includes(name.split('.').at(-1) ?? ''),
  );
  const absent = overrides.filter((name) => !entries.includes(name.slice(1)));
  return [
    ...untyped.map((name) => `${name} has no content type`),
    ...absent.map((name) => `${name} has a content type and is not there`),
    ...(new Set(overrides).size === overrides.length ? [] : ['a part has two content types']),
  ];
}

/** Every r:id is in the relationships of its part, and every relationship leads to a part or out of the file. */
function relationshipFaults({ parts, entries }: ReadBook): string[] {
  return [...parts].flatMap(([name, root]) => {
    if (name.endsWith('.rels')) return [];
    const targets = relationships(parts, name);
    const used = idsIn(root);
    return [
      ...used.filter((id) => !targets.has(id)).map((id) => `${name}: ${id} leads nowhere`),
      ...[...targets.values()]
        .filter((target) => !/^https?:/.test(target) && !entries.includes(target))
        .map((target) => `${name}: there is no ${target}`),
    ];
  });
}

function idsIn({ attributes, children }: XmlElement): string[] {
  const own = ['r:id', 'r:embed', 'r:link'].flatMap((name) => attributes.get(name) ?? []);
  return [...own, ...children.flatMap(idsIn)];
}

const NAME = /^(?!(?:[A-Z]{1,3}\d+|R\d*C\d*|[RC]|TRUE|FALSE)$)[\p{L}_\\][\p{L}\d_.\\]{0,254}$/iu;
const RANGE = /^'((?:[^']|'')+)'!(\$[A-Z]{1,3})?\$\d+(?::(\$[A-Z]{1,3})?\$\d+)?$/;

function nameFaults({ parts, sheets }: ReadBook): string[] {
  const book = parts.get('xl/workbook.xml');
  const names = book ? elementsNamed(book, 'definedName') : [];
  const tables = [...parts]
    .filter(([name]) => name.startsWith('xl/tables/'))
    .map(([, root]) => root.attributes.get('displayName') ?? '');
  const all = [
    ...names
      .filter(({ attributes }) => !attributes.has('localSheetId'))
      .map(({ attributes }) => attributes.get('name') ?? ''),
    ...tables,
  ];
  const lower = all.map((name) => name.toLowerCase());
  return [
    ...all.filter((name) => !NAME.test(name)).map((name) => `${name} is no name for a range`),
    ...lower.filter((name, index) => lower.indexOf(name) !== index).map((name) => `${name} names two ranges`),
    ...names
      .filter(({ text }) => {
        const sheet = RANGE.exec(text)?.[1]?.replaceAll("''", "'");
        return !sheets.some(({ name }) => name === sheet);
      })
      .map(({ text }) => `${text} is no range of this workbook`),
    ...names
      .filter(({ attributes }) => Number(attributes.get('localSheetId') ?? 0) >= sheets.length)
      .map(() => 'a name is local to no sheet'),
  ];
}

/** Heads of tables are texts, differ, and are what the cells say. */
function tableFaults({ parts, sheets }: ReadBook): string[] {
  return sheets.flatMap((sheet) =>
    elementsNamed(sheet.root, 'tablePart').flatMap(({ attributes }) => {
      const table = parts.get(relationships(parts, sheet.part).get(attributes.get('r:id') ?? '') ?? '');
      return table ? faultsOfTable(sheet, table) : [`${sheet.name}: a table is missing`];
    }),
  );
}

function faultsOfTable(sheet: ReadSheet, table: XmlElement): string[] {
  const heads = elementsNamed(table, 'tableColumn').map(({ attributes }) => attributes.get('name') ?? '');
  const cells = heads.map((_, index) => sheet.cells.get(`${String.fromCharCode(65 + index)}1`)?.value);
  const range = table.attributes.get('ref') ?? '';
  const filter = elementsNamed(table, 'autoFilter')[0]?.attributes.get('ref');
  const last = `${String.fromCharCode(64 + heads.length)}${[...sheet.cells.keys()].reduce((most, at) => Math.max(most, Number(/\d+/.exec(at)?.[0])), 0)}`;
  return [
    ...(new Set(heads.map((head) => head.toLowerCase())).size === heads.length
      ? []
      : ['two columns of a table have one head']),
    ...(JSON.stringify(heads) === JSON.stringify(cells) ? [] : ['the heads of a table are not its cells']),
    ...(range === `A1:${last}` && filter === range
      ? []
      : [`a table reaches over ${range}, filters ${filter}, and ends in ${last}`]),
  ];
}
