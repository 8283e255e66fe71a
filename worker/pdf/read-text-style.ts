import type { Pdfium } from '#worker/pdf/load-pdfium.ts';

/** What all characters of one text object have in common. */
export interface TextStyle {
  /** Handle of the font, 0 where there is none. */
  font: number;
  bold: boolean;
  /** Text render mode 3 or 7: drawn, but not shown. */
  invisible: boolean;
}

/** Reads the style of a text object. Handles are of the loaded page. */
export function readTextStyle(pdfium: Pdfium, textObject: number): TextStyle {
  const { call } = pdfium;
  const mode = call.FPDFTextObj_GetTextRenderMode(textObject);
  const font = call.FPDFTextObj_GetFont(textObject);
  const fakeBold = mode === RENDER_MODE_FILL_AND_STROKE;
  return {
    font,
    bold: fakeBold || isBoldFont(pdfium, font),
    invisible: mode === RENDER_MODE_INVISIBLE || mode === RENDER_MODE_CLIP,
  };
}

const RENDER_MODE_FILL_AND_STROKE = 2;
const RENDER_MODE_INVISIBLE = 3;
const RENDER_MODE_CLIP = 7;
/** Table 121 of ISO 32000-2: the font flag ForceBold is bit 19. */
const FLAG_FORCE_BOLD = 1 << 18;
const BOLD_NAME = /bold|black|heavy|semibd|demi(?!light)/i;

/** The name decides before the weight: many producers leave StemV and FontWeight at a default. */
function isBoldFont(pdfium: Pdfium, font: number): boolean {
  const { call, memory } = pdfium;
  if (font === 0) return false;
  const byteCount = call.FPDFFont_GetBaseFontName(font, memory.scratch, 256);
  const name = Buffer.from(memory.bytes(memory.scratch, Math.min(Math.max(byteCount - 1, 0), 255))).toString(
    'latin1',
  );
  if (BOLD_NAME.test(name)) return true;
  if (name !== '' && /regular|roman|light|book|medium|italic$/i.test(name)) return false;
  return (call.FPDFFont_GetFlags(font) & FLAG_FORCE_BOLD) !== 0;
}
