import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/** The words of a page as a scan at 300 dpi might have them: 30 rows of a label and two amounts, in a 10-point face. */
export function fixedWords(): OcrWord[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const baseline = TOP_PIXELS + row * ROW_PIXELS;
    const amounts = [1000 + row * 37, 2000 + row * 41].map((amount) => amount.toLocaleString('en-US'));
    return ['Account', ...amounts].map((text, column): OcrWord => {
      const left = LEFT_PIXELS + column * COLUMN_PIXELS;
      const box = [left, baseline - 30, left + text.length * LETTER_PIXELS, baseline] as const;
      return { text, box, confidence: 0.95, baseline, emPixels: 42 };
    });
  }).flat();
}

const ROWS = 30;
const [TOP_PIXELS, ROW_PIXELS] = [400, 60];
const [LEFT_PIXELS, COLUMN_PIXELS, LETTER_PIXELS] = [300, 600, 21];
