import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { wordsOfHocr } from '#worker/ocr/words-of-hocr.ts';

const page = (lines: string): string => `<?xml version="1.0" encoding="UTF-8"?>
 <body>
  <div class='ocr_page' id='page_1' title='image "stdin"; bbox 0 0 400 200; ppageno 0; scan_res 300 300'>
${lines}
  </div>`;

const line = (title: string, words: string): string =>
  `     <span class='ocr_line' id='line_1_1' title="${title}">\n${words}\n     </span>`;

const word = (box: string, markup: string): string =>
  `      <span class='ocrx_word' id='word_1_1' title='bbox ${box}; x_wconf 91'>${markup}</span>`;

test('a word has its place, its confidence, and its line’s baseline and font size', () => {
  const title = 'bbox 50 40 350 80; baseline 0.01 -5; x_size 40; x_descenders 4; x_ascenders 9';
  const [words = []] = wordsOfHocr(page(line(title, word('100 44 200 70', 'Cash'))));
  expect(words).toEqual([
    {
      text: 'Cash',
      box: [100, 44, 200, 70],
      confidence: 0.91,
      baseline: 76,
      emPixels: expect.closeTo(50) as number,
    },
  ]);
});

test('headers, captions and floating texts are lines too, and text on end stands on its box', () => {
  const title = 'bbox 50 40 350 80; textangle 90; x_size 40; x_descenders 4; x_ascenders 9';
  for (const kind of ['ocr_header', 'ocr_caption', 'ocr_textfloat']) {
    const hocr = page(line(title, word('100 44 200 70', 'Cash'))).replace('ocr_line', kind);
    expect(wordsOfHocr(hocr)[0]).toMatchObject([{ baseline: 80 }]);
  }
});

test('every page has its list, empty where nothing was recognised', () => {
  const title = 'bbox 50 40 350 80; baseline 0 0; x_size 40; x_descenders 4; x_ascenders 9';
  const blank = page(line(title, word('0 0 400 200', ' ')));
  const pages = wordsOfHocr([page(''), page(line(title, word('1 2 3 4', '12'))), blank].join('\n'));
  expect(pages.map((words) => words.map(({ text }) => text))).toEqual([[], ['12'], []]);
});

test('whatever characters a word has come back unharmed, markup of fonts is taken off', () => {
  const escapes: [RegExp, string][] = [
    [/&/g, '&amp;'],
    [/</g, '&lt;'],
    [/>/g, '&gt;'],
    [/"/g, '&quot;'],
    [/'/g, '&#39;'],
  ];
  const text = array(constantFrom('&', '<', '>', '"', "'", 'lt;', 'amp;', '#39;', '€', 'a', '1'), {
    minLength: 1,
  });
  assert(
    property(text, (characters) => {
      const given = characters.join('');
      const escaped = escapes.reduce((sofar, [from, to]) => sofar.replace(from, to), given);
      const markup = page(line('bbox 0 0 9 9', word('1 2 3 4', `<strong>${escaped}</strong>`)));
      expect(wordsOfHocr(markup)[0]?.[0]?.text).toBe(given);
    }),
  );
});
