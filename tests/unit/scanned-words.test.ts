import { describe, expect, test } from 'vitest';
import { dropMarks } from '#worker/ocr/drop-marks.ts';
import { dropSpecks } from '#worker/ocr/drop-specks.ts';
import { joinFigures } from '#worker/ocr/join-figures.ts';
import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/** A word of ink from x0 to x1 on the baseline 100, in a face of 40 pixels. */
const word = (text: string, [x0, x1]: [number, number], change: Partial<OcrWord> = {}): OcrWord => ({
  text,
  box: [x0, 70, x1, 100],
  confidence: 0.9,
  baseline: 100,
  emPixels: 40,
  ...change,
});

const textsOf = (words: OcrWord[]): string[] => words.map(({ text }) => text);

describe('figures read in two pieces', () => {
  test.each([
    ['1,691.', '58', '1,691.58'],
    ['244', '.48', '244.48'],
    ['(169.', '53)', '(169.53)'],
  ])('%s and %s are %s, wherever the second one stands in the reading order', (left, right, whole) => {
    const [a, b] = [word(left, [0, 90]), word(right, [105, 140], { confidence: 0.7 })];
    const between = word('Total', [300, 380]);
    expect(textsOf(joinFigures([a, between, b]))).toEqual([whole, 'Total']);
    expect(joinFigures([a, b])[0]).toMatchObject({ box: [0, 70, 140, 100], confidence: 0.7 });
  });

  test.each([
    ['the next column', word('58', [130, 170])],
    ['another line', word('58', [105, 140], { baseline: 130 })],
    ['a word', word('of', [105, 140])],
    ['a whole figure', word('1,200', [105, 200])],
  ])('%s is not joined', (_, right) => {
    expect(joinFigures([word('1,691.', [0, 90]), right])).toHaveLength(2);
  });
});

test('specks go, and a dash that stands for nothing stays', () => {
  const words = [
    word('-', [0, 9], { confidence: 0.11 }),
    word('–', [50, 70]),
    word('7', [90, 99], { confidence: 0.1 }),
  ];
  expect(textsOf(dropSpecks(words))).toEqual(['–', '7']);
});

test('marks that stand alone go; nil dashes, percent and currency signs and marks beside letters or digits stay', () => {
  const marks = ['.', ':', '|', '=', '~_', '©', '‘'];
  const kept = ['—', '-', '%', '$', '(%)', '*', '&', '.5', '1.', 'A:', '(9)'];
  const words = [...marks, ...kept].map((text, index) => word(text, [index * 30, index * 30 + 10]));
  expect(textsOf(dropMarks(words))).toEqual(kept);
  const [doubtful, sure] = [
    word('§', [0, 10], { confidence: 0.7 }),
    word('§', [0, 10], { confidence: 0.95 }),
  ];
  expect(dropMarks([doubtful, sure])).toEqual([sure]);
});
