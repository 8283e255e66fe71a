import type { Block, Line, Word } from 'tesseract.js';
import { CAPITAL_SHARE, ON_END_SHAPE } from '#worker/ocr/line-shape.ts';
import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/** The words of tesseract's blocks, in its reading order, with baselines taken from their lines. */
export function wordsOfBlocks(blocks: Block[]): OcrWord[] {
  const lines = blocks.flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines));
  return lines.flatMap((line) =>
    line.words.filter(({ text }) => text.trim() !== '').map((word) => toWord(word, line)),
  );
}

function toWord(word: Word, line: Line): OcrWord {
  const { x0, y0, x1, y1 } = word.bbox;
  return {
    text: word.text.trim(),
    box: [x0, y0, x1, y1],
    confidence: word.confidence / 100,
    baseline: baselineAt(line, (x0 + x1) / 2),
    emPixels: capitalHeight(line) / CAPITAL_SHARE,
    ...(standsOnEnd(line) ? { onEnd: true } : {}),
  };
}

/** A single letter may be taller than wide, a line of them is not. */
function standsOnEnd({ bbox: { x0, y0, x1, y1 }, words }: Line): boolean {
  const letters = words.reduce((sum, { text }) => sum + text.trim().length, 0);
  return letters > 2 && y1 - y0 > (x1 - x0) * ON_END_SHAPE;
}

function baselineAt({ baseline }: Line, x: number): number {
  const { x0, y0, x1, y1 } = baseline;
  return x1 === x0 ? y0 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

function capitalHeight({ rowAttributes, bbox }: Line): number {
  const { rowHeight, descenders } = rowAttributes;
  return rowHeight > 0 ? rowHeight - Math.abs(descenders) : bbox.y1 - bbox.y0;
}
