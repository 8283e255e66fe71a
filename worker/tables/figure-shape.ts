import { foldText } from '#shared/amounts/fold-text.ts';
import { parseAmount } from '#shared/amounts/parse-amount.ts';
import { parseDate } from '#shared/amounts/parse-date.ts';

/** What a piece of text is to the finder of tables; 'text' is everything that is no figure. */
export type FigureShape = 'amount' | 'percent' | 'nil' | 'year' | 'date' | 'range' | 'placeholder' | 'text';

/** Shape of a text by its characters alone; the locale of the table does not matter for it. */
export function figureShape(raw: string): FigureShape {
  const text = foldText(raw);
  if (YEAR.test(text)) return 'year';
  if (PLACEHOLDER.test(text)) return 'placeholder';
  if (text.length > 40) return 'text';
  if (parseDate(text, ANY_STYLE)) return 'date';
  const figure = parseAmount(text, '.') ?? parseAmount(text, ',');
  if (figure) return /\d/.test(text) ? figure.type : 'nil';
  return RANGE.test(text) ? 'range' : 'text';
}

/** The shape of a date is the same in either order. */
const ANY_STYLE = { decimal: '.', dateOrder: 'unknown' } as const;

/** Shapes that make a line a row of figures; years and dates may just as well be headings. */
export function isFigure(shape: FigureShape): boolean {
  return (
    shape === 'amount' ||
    shape === 'percent' ||
    shape === 'nil' ||
    shape === 'range' ||
    shape === 'placeholder'
  );
}

const YEAR = /^(?:FY ?)?'?(?:19|20)\d{2}(?:[-/]\d{2,4})?[a-z*]?$|^FY ?\d{2}$/i;
const PLACEHOLDER = /^(?:n\.?\/?a\.?|n\.?\/?m\.?|nmf|\*{1,3}|:|\.\.|[†‡]|x)$/i;
const RANGE = /^[([]?[\d.,]+%? ?- ?[\d.,]+%?[)\]]?$/;
