/** A worksheet as plain data: what the planning files make and draw-workbook.ts draws. Rows and columns count from 1. */
export interface SheetModel {
  name: string;
  /** RRGGBB, or null for none. */
  tabColor: string | null;
  /** In characters, from column A on. */
  widths: number[];
  /** In points, for the rows that need one. */
  heights: Map<number, number>;
  cells: SheetCell[];
  merges: { from: Place; to: Place }[];
  frozen: { rows: number; cols: number };
  /** Rows repeated on every printed page. */
  repeatedRows: { first: number; last: number } | null;
  /** Left and middle of the footer; the right is page n / N. */
  footer: { left: string; middle: string };
  alarms: Alarm[];
  records: SheetRecords | null;
  /** Names for ranges of this sheet, unique in the workbook. */
  names?: RangeName[];
  picture?: SheetPicture;
  /** Landscape and as many pages high as it takes where left out. */
  print?: { portrait: boolean; onePage: boolean };
}

export interface RangeName {
  name: string;
  from: Place;
  to: Place;
}

export interface SheetPicture {
  png: Uint8Array;
  /** The cell under its top left corner. */
  at: Place;
  /** In points. */
  width: number;
  height: number;
  /** For those who cannot see it. */
  says: string;
}

/** A sheet of the same workbook, at its first cell where no place is named. */
export interface SheetLink {
  sheet: string;
  at?: Place;
}

export interface Place {
  row: number;
  col: number;
}

export interface SheetCell extends Place {
  content: Content;
  look: Look;
  note?: string;
  link?: SheetLink | { url: string };
}

export type Content =
  | { type: 'blank' }
  /** Never a formula, whatever it begins with. */
  | { type: 'text'; text: string }
  | { type: 'number'; number: number }
  | { type: 'date'; iso: string }
  /** Built from addresses only; `result` is what the reader's spreadsheet will work out. */
  | { type: 'formula'; formula: string; result: number };

export interface Look {
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  mono?: boolean;
  /** Points. */
  size?: number;
  /** RRGGBB. */
  color?: string;
  fill?: string;
  align?: 'left' | 'right' | 'center';
  middle?: boolean;
  indent?: number;
  wrap?: boolean;
  /** Number format code. */
  format?: string;
  top?: Rule;
  bottom?: Rule;
}

export interface Rule {
  style: 'hair' | 'thin' | 'double';
  color: string;
}

/** Difference cells that turn red when they leave `tolerance`; what is not zero but within it is grey. */
export interface Alarm {
  ranges: string[];
  tolerance: number;
}

export interface RecordColumn {
  head: string;
  look: Look;
  /** Its texts mostly differ, so that it saves nothing to store them once. */
  differing?: true;
}

/** Plain rows under heads, as an Excel table that starts in A1. */
export interface SheetRecords {
  table: string;
  /** Heads must differ from each other; the looks are those of the cells below them. */
  columns: RecordColumn[];
  count: number;
  /** Made one by one, because all of them at once take more memory than the file. */
  rows: () => Iterable<(string | number | null)[]>;
}
