import { expect, test } from 'vitest';
import { scannedWord } from '#worker/ocr/scanned-word.ts';
import type { PageModel, Word } from '#worker/page/page-model.ts';
import type { PageSurvey } from '#worker/pdf/survey-page.ts';
import { wordsToAdd } from '#worker/searchable/words-to-add.ts';

const word = (text: string, x: number, confidence: number): Word => ({
  text,
  box: [x, 10, x + 30, 20],
  confidence,
  fontSizePoints: 10,
  bold: false,
});

const model: PageModel = {
  page: 1,
  widthPoints: 612,
  heightPoints: 792,
  source: 'ocr',
  words: [word('Paragraphs-of-the-report', 10, 1), word('48,120', 100, 0.94)],
  rulings: [],
  fills: [],
  turnedDegrees: 0,
};
const survey = (hiddenCount: number): PageSurvey => ({
  frame: { widthPoints: 612, heightPoints: 792, toDisplay: [1, 0, 0, -1, 0, 792] },
  hiddenCount,
  // None are told where some of them are garbage.
  visibleWords: [],
});
const added = (hiddenCount: number): string[] =>
  wordsToAdd(model, survey(hiddenCount)).map(({ text }) => text);

test('only the recognised words of a mixed page are added to its text', () => {
  expect(added(0)).toEqual(['48,120']);
});

test('a picture that another program has laid text over gets none of ours, however much text stands beside it', () => {
  expect(added(1)).toEqual(['48,120']);
  expect(added(6)).toEqual([]);
});

test('no recogniser is as sure of a word as a text layer', () => {
  const sure = { text: '9', box: [0, 0, 9, 9] as const, confidence: 1, baseline: 9, emPixels: 12 };
  expect(scannedWord(sure, 72).confidence).toBeLessThan(1);
  expect(scannedWord({ ...sure, confidence: 0.4 }, 72).confidence).toBe(0.4);
});
