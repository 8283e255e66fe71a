import { AppError } from '#shared/errors.ts';
import { cleanCharacter, isGarbage, isSpace } from '#worker/pdf/clean-character.ts';
import { EmSizes } from '#worker/pdf/em-sizes.ts';
import type { Glyph } from '#worker/pdf/glyph.ts';
import { locateGlyph } from '#worker/pdf/locate-glyph.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import { looksLikeText } from '#worker/pdf/looks-like-text.ts';
import { readTextStyle } from '#worker/pdf/read-text-style.ts';
import type { TextStyle } from '#worker/pdf/read-text-style.ts';

/** The visible characters of a page in drawing order, and how far they can be trusted. */
export interface PageGlyphs {
  glyphs: Glyph[];
  /** All visible characters, those without a text among them. */
  visibleCount: number;
  /** Visible characters without a usable Unicode value. */
  garbageCount: number;
  /** Characters that are drawn but not shown: render mode 3, or painted over. */
  hiddenCount: number;
}

/** A loaded page; `isCovered` tells of a text object that something opaque was painted over it. */
export interface TextSource {
  page: number;
  frame: PageFrame;
  isCovered: (textObject: number) => boolean;
}

/**
 * Reads the text of a loaded page.
 * Left out: spaces, characters outside the page, and those running more than 15 degrees off both axes (watermarks).
 * Throws AppError resource-limit where there are more than a page can be printed with.
 */
export function readGlyphs(pdfium: Pdfium, source: TextSource): PageGlyphs {
  const { call } = pdfium;
  const textPage = call.FPDFText_LoadPage(source.page);
  if (textPage === 0) return NOTHING;
  try {
    const reader = new GlyphReader(pdfium, textPage, source);
    const count = call.FPDFText_CountChars(textPage);
    if (count > MOST_CHARACTERS) throw tooMany(count);
    for (let index = 0; index < count; index += 1) reader.read(index);
    return reader.finish();
  } finally {
    call.FPDFText_ClosePage(textPage);
  }
}

/**
 * The densest page of print has a tenth of it. Words go on to the worker, where finding tables among more of them would keep
 * everything else waiting.
 */
const MOST_CHARACTERS = 100_000;

function tooMany(characters: number): AppError {
  return new AppError(
    'resource-limit',
    `A page has ${characters} characters, more than ${MOST_CHARACTERS}. Leave it out (\`pages\`).`,
    { facts: { characters, maxCharacters: MOST_CHARACTERS } },
  );
}

const NOTHING: PageGlyphs = { glyphs: [], visibleCount: 0, garbageCount: 0, hiddenCount: 0 };

class GlyphReader {
  readonly #pdfium: Pdfium;
  readonly #textPage: number;
  readonly #source: TextSource;
  readonly #styles = new Map<number, TextStyle & { hidden: boolean }>();
  readonly #emSizes = new EmSizes();
  readonly #result: PageGlyphs = { ...NOTHING, glyphs: [] };
  /** What a font gave no Unicode values for. */
  #unmapped = '';
  #spaceBefore = false;

  constructor(pdfium: Pdfium, textPage: number, source: TextSource) {
    this.#pdfium = pdfium;
    this.#textPage = textPage;
    this.#source = source;
  }

  /** Takes in the character at an index of the text page, in drawing order. */
  read(index: number): void {
    const { call } = this.#pdfium;
    const textPage = this.#textPage;
    // The spaces PDFium makes up are ignored: gaps are judged here, where columns are known to matter.
    if (call.FPDFText_IsGenerated(textPage, index) === 1) return;
    const unicode = call.FPDFText_GetUnicode(textPage, index);
    if (isSpace(unicode)) {
      this.#spaceBefore = true;
      return;
    }
    const object = call.FPDFText_GetTextObject(textPage, index);
    const style = this.#styleOf(object);
    if (style.hidden) {
      this.#result.hiddenCount += 1;
      return;
    }
    // PDFium replaces the hyphen at the end of a line by a control character.
    const hyphen = call.FPDFText_IsHyphen(textPage, index) === 1;
    const text = hyphen ? '-' : cleanCharacter(unicode);
    const garbage = !hyphen && isGarbage(unicode);
    const place = locateGlyph(this.#pdfium, { textPage, index }, this.#source.frame);
    if (place === undefined) return;
    if (garbage) this.#result.garbageCount += 1;
    if (garbage || text !== '') this.#result.visibleCount += 1;
    if (text === '') return;
    if (!garbage && !hyphen && call.FPDFText_HasUnicodeMapError(textPage, index) === 1)
      this.#unmapped += text;
    const { tallPoints, ...run } = place;
    this.#emSizes.observe(style.font, tallPoints / run.emPoints);
    this.#result.glyphs.push({ text, ...run, bold: style.bold, object, spaceBefore: this.#spaceBefore });
    this.#spaceBefore = false;
  }

  finish(): PageGlyphs {
    if (!looksLikeText(this.#unmapped)) this.#result.garbageCount += this.#unmapped.length;
    for (const glyph of this.#result.glyphs) {
      glyph.emPoints *= this.#emSizes.correction(this.#styleOf(glyph.object).font);
    }
    return this.#result;
  }

  #styleOf(textObject: number): TextStyle & { hidden: boolean } {
    const known = this.#styles.get(textObject);
    if (known !== undefined) return known;
    const style = readTextStyle(this.#pdfium, textObject);
    const read = { ...style, hidden: style.invisible || this.#source.isCovered(textObject) };
    this.#styles.set(textObject, read);
    return read;
  }
}
