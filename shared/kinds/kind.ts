/** One kind of schedule and the words that give it away; a weight says how sure one hit makes us (3 = nearly certain). */
export interface Kind {
  id: string;
  name: string;
  /** Words of the title or the caption, of the column headings, of the row labels. */
  title: readonly WeightedWord[];
  head: readonly WeightedWord[];
  label: readonly WeightedWord[];
}

export type WeightedWord = readonly [pattern: RegExp, weight: number];
