/**
 * Width of a text in digits of Calibri, which is the unit of column widths. Letters by class, from the font's own advance
 * widths; East Asian letters count two.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += ASCII[letter.charCodeAt(0)] ?? letterWidth(letter);
  return width;
}

function letterWidth(letter: string): number {
  return CLASSES.find(([letters]) => letters.test(letter))?.[1] ?? 1;
}

const CLASSES: readonly [RegExp, number][] = [
  [/[ ijl.,;:'’!|()[\]·]/, 0.5],
  [/[tfr-]/, 0.67],
  [/[csz]/, 0.82],
  [/[mwMW@%]/, 1.55],
  [/[a-z\d]/, 1],
  [/[A-Z]/, 1.15],
  [/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/, 2],
];

/** Most letters are these, and every cell asks. */
const ASCII: readonly number[] = Array.from({ length: 128 }, (_, code) =>
  letterWidth(String.fromCharCode(code)),
);
