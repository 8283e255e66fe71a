/** An element of an XML part. Prefixes stay in the names. */
export interface XmlElement {
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  /** Its own text, without that of its children. */
  text: string;
}

/** Reads a part strictly by XML 1.0 as far as workbooks use it; throws at the first place that is not well-formed. */
export function xmlTree(xml: string): XmlElement {
  const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(xml);
  if (illegal) throw new Error(`a character that XML has not at ${illegal.index}`);
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  const body = xml.replace(/^\uFEFF?<\?xml [^?]*\?>\s*/, '');
  let end = 0;
  for (const match of body.matchAll(PIECE)) {
    if (match.index !== end) throw new Error(`"${body.slice(end, end + 40)}" is no XML`);
    end = match.index + match[0].length;
    take(open, match);
  }
  if (end !== body.length) throw new Error(`"${body.slice(end, end + 40)}" is no XML`);
  const [top] = root.children;
  if (open.length > 1 || root.children.length !== 1 || !top || root.text.trim() !== '')
    throw new Error('a part has one element that is closed');
  return top;
}

/** The children of that name, at any depth. */
export function elementsNamed({ children }: XmlElement, name: string): XmlElement[] {
  return children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elementsNamed(child, name),
  ]);
}

const NAME = '[A-Za-z_][\\w.\\-:]*';
const PIECE = new RegExp(
  `<(/?)(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>|([^<]+)`,
  'g',
);

function take(
  open: XmlElement[],
  [, closing, name = '', attributes = '', empty, text]: RegExpMatchArray,
): void {
  const parent = open.at(-1);
  if (!parent) throw new Error('more is closed than was opened');
  if (text !== undefined) {
    parent.text += unescaped(text);
  } else if (closing) {
    if (parent.name !== name || open.length === 1) throw new Error(`</${name}> closes <${parent.name}>`);
    open.pop();
  } else {
    const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
    parent.children.push(element);
    if (!empty) open.push(element);
  }
}

function attributesOf(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (attributes.has(name)) throw new Error(`the attribute ${name} stands twice`);
    attributes.set(name, unescaped(double ?? single ?? ''));
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;]*);?/g, (whole, entity: string) => {
    const code = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(entity);
    const character = code
      ? String.fromCodePoint(code[1] ? Number.parseInt(code[1], 16) : Number(code[2]))
      : ENTITIES[entity];
    if (character === undefined || !whole.endsWith(';')) throw new Error(`${whole} is no entity`);
    return character;
  });
}
