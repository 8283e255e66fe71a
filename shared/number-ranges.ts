/** Numbers from 1, both ends included. */
export interface NumberRange {
  first: number;
  last: number;
}

/** Pages or schedules that a person asked for, as they are written in a print dialogue: "2-9,12". */
export class NumberRanges {
  /** Ascending, apart from each other. */
  readonly ranges: readonly NumberRange[];

  private constructor(ranges: readonly NumberRange[]) {
    this.ranges = ranges;
  }

  /** Null where the text is no list of numbers, has a 0 or a range that runs backwards. */
  static parse(text: string): NumberRanges | null {
    const ranges = text.split(',').map(parseRange);
    return ranges.every((range) => range !== null) ? new NumberRanges(merged(ranges)) : null;
  }

  /** As a job's row has it, which was written by `toString`. */
  static of(stored: string | null): NumberRanges | null {
    return stored === null ? null : NumberRanges.parse(stored);
  }

  has(number: number): boolean {
    return this.ranges.some(({ first, last }) => first <= number && number <= last);
  }

  get count(): number {
    return this.ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  get last(): number {
    return this.ranges.at(-1)?.last ?? 0;
  }

  /** Sorted and merged: every way to write one choice gives the same text. */
  toString(): string {
    return this.#list('-', ',');
  }

  /** For a person: "pages 2–9, 12", "page 3". */
  told(noun: string): string {
    return `${noun}${this.count === 1 ? '' : 's'} ${this.#list('–', ', ')}`;
  }

  #list(dash: string, comma: string): string {
    const texts = this.ranges.map(({ first, last }) =>
      first === last ? `${first}` : `${first}${dash}${last}`,
    );
    return texts.join(comma);
  }
}

function parseRange(text: string): NumberRange | null {
  const [, from = '', to = from] = /^\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})\s*)?$/.exec(text) ?? [];
  const range = { first: Number(from), last: Number(to) };
  return range.first >= 1 && range.last >= range.first ? range : null;
}

function merged(ranges: readonly NumberRange[]): NumberRange[] {
  const apart: NumberRange[] = [];
  for (const range of ranges.toSorted((one, other) => one.first - other.first)) {
    const before = apart.at(-1);
    if (before === undefined || range.first > before.last + 1) apart.push({ ...range });
    else before.last = Math.max(before.last, range.last);
  }
  return apart;
}
