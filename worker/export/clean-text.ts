/** Longest text Excel takes in one cell. */
const LONGEST_CELL_TEXT = 32_767;

/** Controls and the two non-characters are not allowed in XML 1.0, or make Excel call a file corrupt. */
const FORBIDDEN = /[\p{Cc}\uFFFE\uFFFF]/gu;

/** Text that is safe in a cell, a note or a file: no control characters, no half surrogates, one line, at most `longest` long. */
export function cleanText(text: string, longest = LONGEST_CELL_TEXT): string {
  const line = text
    .toWellFormed()
    .replace(/[\t\r\n]+/g, ' ')
    .replace(FORBIDDEN, '');
  return line.length <= longest ? line : cutText(line, longest);
}

function cutText(text: string, longest: number): string {
  const kept = text.slice(0, longest - 1);
  const halved = /[\uD800-\uDBFF]$/.test(kept);
  return `${halved ? kept.slice(0, -1) : kept}…`;
}
