import { hex4 } from './glyph-codes.ts';

/** A ToUnicode CMap (ISO 32000-1, 9.10.3) for two-byte codes: the first character has code 1, and so on. */
export function toUnicode(characters: readonly string[]): string {
  const lines = characters.map((character, index) => `<${hex4(index + 1)}> <${utf16(character)}>`);
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; at += MOST_IN_BLOCK) {
    const block = lines.slice(at, at + MOST_IN_BLOCK);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [HEAD, ...blocks, FOOT].join('\n');
}

/** The specification allows no more entries in one block. */
const MOST_IN_BLOCK = 100;

const HEAD = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /LedgerLift-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange`;

const FOOT = `endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;

function utf16(character: string): string {
  return Array.from({ length: character.length }, (_, index) => hex4(character.charCodeAt(index))).join('');
}
