/** One kind of schedule: the words that give it away, and what must hold in it. */
export interface Kind extends KindWords {
  identities: readonly KindIdentity[];
}

/** A weight says how sure one hit makes us (3 = nearly certain). */
export interface KindWords {
  id: string;
  name: string;
  /** Words of the title or the caption, of the column headings, of the row labels. */
  title: readonly WeightedWord[];
  head: readonly WeightedWord[];
  label: readonly WeightedWord[];
}

export type WeightedWord = readonly [pattern: RegExp, weight: number];

/**
 * What must hold in a kind. An identity says by words which figures belong together and which of them is the result; the signs
 * are found from the figures, because disposals are printed with and without brackets.
 *
 * - across: columns known by their headings, on each row
 * - totals: two columns known by their headings are equal in the rows of totals
 * - chain: a running balance and the columns that move it
 * - product: a column is the product of two others
 * - down: rows known by their labels, in each column
 */
export interface KindIdentity {
  /** The equation in words, such as "opening + movements = closing". */
  id: string;
  form: 'across' | 'totals' | 'chain' | 'product' | 'down';
  target: RegExp;
  /** Each addend matches this. */
  addends: RegExp;
  /** Each of these is met by one addend at least. */
  needs?: readonly RegExp[];
  /** Nothing is subtracted. */
  plain?: true;
  /** Of `down`: the addends may stand below the result, and anywhere in the table. */
  anywhere?: true;
}
