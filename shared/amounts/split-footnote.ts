/**
 * Splits footnote marks off the end of a folded text: "1,234 (1)", "1,234(a)", "5*", "5^1", "5 [2]", "1,234a". What is left
 * must still be able to hold a figure, so that "(1)" alone stays minus one. Several marks are joined by commas.
 */
export function splitFootnote(text: string): { figure: string; footnote: string } {
  const marks: string[] = [];
  let figure = text;
  while (marks.length < MOST_MARKS) {
    const mark = MARK.exec(figure)?.[0] ?? letterMark(figure);
    const rest = figure.slice(0, figure.length - mark.length);
    if (mark === '' || !(/\d/.test(rest) || (NOTHING.test(rest) && !/^ ?\(\d/.test(mark)))) break;
    marks.unshift(mark.replace(/[()[\]^ ]/g, ''));
    figure = rest.trim();
  }
  return { figure, footnote: marks.join(',') };
}

const MOST_MARKS = 3;
/** Behind a lone dash "(5)" may be the figure, so that no number in parentheses is a mark there. */
const NOTHING = /(?:-|nil) ?$/i;

const MARK =
  / ?(?:\((?:[a-z](?:, ?[a-z])*|[ivx]{2,4}|\d{1,2})\)|\[[a-z\d]{1,2}\]|\^\d+(?:(?:, ?)?\^\d+)*|[*†‡§¶#]{1,3})$/i;

/**
 * A bare letter is a mark only after a figure that cannot be the number of a note or of a house ("12a"): one of three digits
 * or with a separator. Behind a sum of money "b" may as well be billions.
 */
function letterMark(text: string): string {
  const letter = /(?:\d{3}|[.,]\d+|[)%])([a-h])$/.exec(text)?.[1] ?? '';
  return letter === 'b' && /\p{Sc}/u.test(text) ? '' : letter;
}
