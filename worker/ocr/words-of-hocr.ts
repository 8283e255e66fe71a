import { CAPITAL_SHARE, ON_END_SHAPE } from '#worker/ocr/line-shape.ts';
import type { OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { Box } from '#worker/page/page-model.ts';

/**
 * The words of Tesseract's hOCR output (hOCR 1.2, in the one form that Tesseract writes: an element a line), a list
 * per page, in its reading order. Boxes are pixels; baselines and font sizes are taken from the lines of text.
 */
export function wordsOfHocr(hocr: string): OcrWord[][] {
  const pages: OcrWord[][] = [];
  let line: Line | undefined;
  for (const [, kind = '', , title = '', markup = ''] of hocr.matchAll(ELEMENT)) {
    if (kind === 'ocr_page') pages.push([]);
    if (LINES.has(kind)) line = toLine(title);
    if (kind !== 'ocrx_word' || line === undefined) continue;
    const word = toWord(title, textOf(markup), line);
    if (word.text !== '') pages.at(-1)?.push(word);
  }
  return pages;
}

/** Class, quote, title and what follows on the line. */
const ELEMENT = /<\w+ class='(ocrx?_\w+)'[^>]* title=(['"])(.*?)\2[^>]*>(.*)/g;
const LINES: ReadonlySet<string> = new Set(['ocr_line', 'ocr_header', 'ocr_caption', 'ocr_textfloat']);

interface Line {
  /** Taller than wide. */
  onEnd: boolean;
  emPixels: number;
  /** In pixels from the top, at a distance from the left. */
  baselineAt(x: number): number;
}

function toLine(title: string): Line {
  const [x0, top, right, bottom] = boxOf(title);
  // Relative to the lower left corner of the box; missing where the text stands on end.
  const [slope = 0, offset = 0] = numbersAfter(title, 'baseline');
  const [rowHeight = 0] = numbersAfter(title, 'x_size');
  const [descenders = 0] = numbersAfter(title, 'x_descenders');
  return {
    onEnd: bottom - top > (right - x0) * ON_END_SHAPE,
    emPixels: (rowHeight - descenders) / CAPITAL_SHARE,
    baselineAt: (x) => bottom + offset + slope * (x - x0),
  };
}

function toWord(title: string, text: string, line: Line): OcrWord {
  const box = boxOf(title);
  const [percent = 0] = numbersAfter(title, 'x_wconf');
  const baseline = line.baselineAt((box[0] + box[2]) / 2);
  // A single letter may be taller than wide, a word is not.
  const onEnd = line.onEnd && text.length > 1 ? { onEnd: true as const } : {};
  return { text, box, confidence: percent / 100, baseline, emPixels: line.emPixels, ...onEnd };
}

function boxOf(title: string): Box {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbersAfter(title, 'bbox');
  return [x0, y0, x1, y1];
}

function numbersAfter(title: string, property: string): number[] {
  const [, values = ''] = new RegExp(`(?:^|; )${property} ([-\\d. e]+)`).exec(title) ?? [];
  return values.trim() === '' ? [] : values.trim().split(' ').map(Number);
}

function textOf(markup: string): string {
  const bare = markup.replace(/<[^>]*>/g, '');
  return bare.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => CHARACTERS[name] ?? '').trim();
}

const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
