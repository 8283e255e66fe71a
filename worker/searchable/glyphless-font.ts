/**
 * A TrueType font (ISO/IEC 14496-22) of an empty glyph and one that has an extent but no area, 1000 units to the em.
 * Readers want a font with every text; this one draws nothing, even where somebody makes the text visible.
 */
export function glyphlessFont({ widthEm, ascentEm, descentEm }: GlyphlessMetrics): Uint8Array {
  const [width, ascent, descent] = [widthEm * EM, ascentEm * EM, -descentEm * EM];
  const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
  const tables: [tag: string, words: number[]][] = [
    // One contour of two points, there and back: an area of nothing, with the extent that readers select text by.
    ['glyf', [1, 0, descent, width, ascent, 1, 0, ON_CURVE_TWICE, 0, width, descent, ascent - descent]],
    // Version, revision, checksum (set below), magic, flags, em, dates, box, style, smallest size, direction, short offsets.
    [
      'head',
      [1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, EM, ...zeros(8), 0, descent, width, ascent, 0, 8, 2, 0, 0],
    ],
    ['hhea', [1, 0, ascent, descent, 0, width, 0, 0, width, 1, 0, 0, ...zeros(5), 1]],
    ['hmtx', [width, 0, 0]],
    ['loca', [0, 0, 12]],
    ['maxp', [1, 0, GLYPHS, 2, 1, 0, 0, 1, ...zeros(8)]],
  ];
  return assemble(tables.map(([tag, words]) => ({ tag, data: bigEndian(words) })));
}

export interface GlyphlessMetrics {
  widthEm: number;
  ascentEm: number;
  descentEm: number;
}

const EM = 1000;
const GLYPHS = 2;
const ON_CURVE_TWICE = 0x0101;

interface Table {
  tag: string;
  data: Buffer;
}

function assemble(tables: Table[]): Uint8Array {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const search = [power * 16, Math.log2(power), (tables.length - power) * 16];
  const header = bigEndian([1, 0, tables.length, ...search]);
  let offset = header.length + tables.length * 16;
  const directory = tables.map(({ tag, data }) => {
    const entry = Buffer.alloc(16);
    entry.write(tag, 0, 'latin1');
    entry.writeUInt32BE(checksum(data), 4);
    entry.writeUInt32BE(offset, 8);
    entry.writeUInt32BE(data.length, 12);
    offset += padded(data).length;
    return entry;
  });
  const font = Buffer.concat([header, ...directory, ...tables.map(({ data }) => padded(data))]);
  const head = font.indexOf('head', 0, 'latin1');
  const adjustmentAt = font.readUInt32BE(head + 8) + 8;
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, adjustmentAt);
  return font;
}

function bigEndian(words: number[]): Buffer {
  const data = Buffer.alloc(words.length * 2);
  words.forEach((word, index) => data.writeUInt16BE(Math.round(word) & 0xffff, index * 2));
  return data;
}

function padded(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
}

function checksum(data: Buffer): number {
  const whole = padded(data);
  let sum = 0;
  for (let at = 0; at < whole.length; at += 4) sum = (sum + whole.readUInt32BE(at)) >>> 0;
  return sum;
}
