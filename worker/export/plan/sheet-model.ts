/** A worksheet as plain data: what the planning files make and write-workbook.ts draws. Rows and columns count from 1. */
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
}

export interface Place {
  row: number;
  col: number;
}

export interface SheetCell extends Place {
  content: Content;
  look: Look;
  note?: string;
  link?: { sheet: string } | { url: string };
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

/** Plain rows under heads, as an Excel table that starts in A1. */
export interface SheetRecords {
  table: string;
  /** Heads must differ from each other; the looks are those of the cells below them. */
  columns: { head: string; look: Look }[];
  rows: (string | number | null)[][];
}
