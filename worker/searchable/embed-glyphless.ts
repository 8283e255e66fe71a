import { PDFString } from 'pdf-lib';
import type { PDFContext, PDFRef } from 'pdf-lib';
import { glyphlessFont } from './glyphless-font.ts';
import { ASCENT_EM, DESCENT_EM, GLYPH_WIDTH_EM } from './page-text.ts';
import { toUnicode } from './to-unicode.ts';

/** Puts a composite font into a document whose codes, from 1, mean the given characters and draw nothing. */
export function embedGlyphless(context: PDFContext, characters: readonly string[]): PDFRef {
  const metrics = { widthEm: GLYPH_WIDTH_EM, ascentEm: ASCENT_EM, descentEm: DESCENT_EM };
  const program = glyphlessFont(metrics);
  const file = context.register(context.flateStream(program, { Length1: program.length }));
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: NAME,
      Flags: FIXED_PITCH_AND_SYMBOLIC,
      FontBBox: [0, -DESCENT_EM * 1000, GLYPH_WIDTH_EM * 1000, ASCENT_EM * 1000],
      ItalicAngle: 0,
      Ascent: ASCENT_EM * 1000,
      Descent: -DESCENT_EM * 1000,
      CapHeight: ASCENT_EM * 1000,
      StemV: 80,
      FontFile2: file,
    }),
  );
  const descendant = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: NAME,
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      DW: GLYPH_WIDTH_EM * 1000,
      CIDToGIDMap: context.register(context.flateStream(glyphMap(characters.length))),
    }),
  );
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: NAME,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: context.register(context.flateStream(toUnicode(characters))),
    }),
  );
}

const NAME = 'LedgerLiftGlyphless';
const FIXED_PITCH_AND_SYMBOLIC = 1 + 4;

/** Code 0 is the missing glyph 0, every other code the glyph 1. */
function glyphMap(codes: number): Uint8Array {
  return Uint8Array.from({ length: (codes + 1) * 2 }, (_, at) => (at % 2 === 1 && at > 1 ? 1 : 0));
}
