/** A run of pages, both ends included, counted from 1. */
export interface PageRange {
  first: number;
  last: number;
}

/** The pages of a document that a person asked for, as they are written in a print dialogue: "2-9,12". */
export class PageChoice {
  /** Ascending, apart from each other. */
  readonly ranges: readonly PageRange[];

  private constructor(ranges: readonly PageRange[]) {
    this.ranges = ranges;
  }

  /** Null where the text is no list of pages, has page 0 or a range that runs backwards. */
  static parse(text: string): PageChoice | null {
    const ranges = text.split(',').map(parseRange);
    return ranges.every((range) => range !== null) ? new PageChoice(merged(ranges)) : null;
  }

  /** As a job's row has it, which was written by `toString`. */
  static of(stored: string | null): PageChoice | null {
    return stored === null ? null : PageChoice.parse(stored);
  }

  has(page: number): boolean {
    return this.ranges.some(({ first, last }) => first <= page && page <= last);
  }

  get pages(): number {
    return this.ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  get lastPage(): number {
    return this.ranges.at(-1)?.last ?? 0;
  }

  /** Sorted and merged: every way to write one choice gives the same text. */
  toString(): string {
    return this.#list('-', ',');
  }

  /** For a person: "pages 2–9, 12", "page 3". */
  told(): string {
    return `page${this.pages === 1 ? '' : 's'} ${this.#list('–', ', ')}`;
  }

  #list(dash: string, comma: string): string {
    const texts = this.ranges.map(({ first, last }) =>
      first === last ? `${first}` : `${first}${dash}${last}`,
    );
    return texts.join(comma);
  }
}

function parseRange(text: string): PageRange | null {
  const [, from = '', to = from] = /^\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})\s*)?$/.exec(text) ?? [];
  const range = { first: Number(from), last: Number(to) };
  return range.first >= 1 && range.last >= range.first ? range : null;
}

function merged(ranges: readonly PageRange[]): PageRange[] {
  const apart: PageRange[] = [];
  for (const range of ranges.toSorted((one, other) => one.first - other.first)) {
    const before = apart.at(-1);
    if (before === undefined || range.first > before.last + 1) apart.push({ ...range });
    else before.last = Math.max(before.last, range.last);
  }
  return apart;
}
