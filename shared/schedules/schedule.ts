/**
 * A financial table as LedgerLift hands it on: typed cells, each with its place on the page, and the proof of its
 * arithmetic. Plain JSON throughout, so that the row in the database, the answer of the API and the workbook agree.
 * Boxes are PDF points in display space, origin top-left.
 */
export interface Schedule {
  /** Id of a row in the table of kinds; 'table' where the kind is unknown. */
  kind: string;
  name: string;
  caption: Caption;
  /** Page numbers from 1, ascending. */
  pages: number[];
  /** One entry per page the schedule touches, in order. */
  parts: SchedulePart[];
  columns: Column[];
  rows: Row[];
  /** 0..1: how probably this is one schedule, rightly cut and with nine of ten cells as printed. */
  confidence: number;
  proof: Proof;
  /** What a person should compare with the page, the most needed first. */
  doubts: Doubt[];
  /** Figures it shares with other schedules of the document; left out where there are none. */
  ties?: ScheduleTie[];
}

/** What the lines above a schedule say of it; empty string where they say nothing. */
export interface Caption {
  title: string;
  entity: string;
  period: string;
  /** As printed, such as "in thousands"; values are never scaled by it. */
  unit: string;
  currency: string;
}

export interface SchedulePart {
  page: number;
  box: readonly [x0: number, y0: number, x1: number, y1: number];
  /** First row of the schedule that stands on this page, and how many stand there. */
  firstRow: number;
  rowCount: number;
  /** The page repeats the head rows above these rows; they stand in `rows` only once. */
  headRepeated?: true;
}

export interface Column {
  /** Head texts over this column joined by a space; empty where there are none. */
  heading: string;
  role: ColumnRole;
}

export type ColumnRole = 'label' | 'amount' | 'percent' | 'date' | 'text';

export interface Row {
  role: RowRole;
  /** Depth of the indent of the label, 0 for none. */
  level: number;
  /** One per column, in order; a position covered by a span or blank on the page has a blank value. */
  cells: Cell[];
}

export type RowRole = 'head' | 'section' | 'line' | 'subtotal' | 'total';

export interface Cell {
  /** Text as read from the page, white space folded. */
  raw: string;
  value: CellValue;
  /** 0..1: how probably the cell is right as it stands here. 1 only where the text is the document's own or a person's. */
  confidence: number;
  page: number;
  /** null where nothing is printed. */
  box: readonly [x0: number, y0: number, x1: number, y1: number] | null;
  /** Other readings of `raw` that the recogniser held possible, best first; only where the cell is one recognised word. */
  alternatives?: string[];
  /** Columns and rows this cell spans; 1 where left out. */
  colSpan?: number;
  rowSpan?: number;
  /** A person compared it with the page and it stands: it is neither doubted nor read otherwise, whatever does not add up. */
  kept?: true;
}

/**
 * Amounts are integers: value = minor / 10^scale, so "(1,234.50)" is { minor: -123450, scale: 2 }. Percentages are written the
 * same way in percent: "12.5%" is { minor: 125, scale: 1 }. The currency is kept as printed: "$", "US$", "EUR".
 */
export type CellValue =
  | { type: 'blank' }
  | { type: 'text'; text: string }
  | { type: 'amount'; minor: number; scale: number; currency?: string; footnote?: string }
  | { type: 'percent'; minor: number; scale: number; footnote?: string }
  /** ISO date; `ambiguous` where day and month could be swapped. */
  | { type: 'date'; iso: string; ambiguous?: true };

/** Never show 'nothing-to-prove' as a pass. */
export type ProofState = 'proved' | 'proved-within-rounding' | 'broken' | 'nothing-to-prove';

export interface Proof {
  state: ProofState;
  checks: Check[];
  /** Amount cells that at least one holding check covers, of all amount cells. */
  coveredCells: number;
  amountCells: number;
  /** One sentence for a person: "foots and cross-foots", "Total, 2024 is out by 50". */
  sentence: string;
  /** At most 3 readings that would heal broken checks; left out where there are none. Proposals, never applied by the provers. */
  repairs?: Repair[];
}

/**
 * One equation: the figure at `target` should equal the signed sum of `addends`. A 'product' multiplies its addends and rounds to
 * the unit of the target. A 'ratio' is a percentage: its first addend in percent of the second; signed -1, the second is taken
 * from the first before ("change on the year before"). Percentages enter as printed: "12.5%" is 12.5.
 */
export interface Check {
  prover: 'footing' | 'cross-foot' | 'running-balance' | 'equality' | 'product' | 'ratio';
  target: CellAddress;
  addends: SignedAddress[];
  /** A summand that is printed nowhere: the 100 that shares add up to. In units of 10^-scale, 0 where left out. */
  constantMinor?: number;
  /** Both in units of 10^-scale. */
  printedMinor: number;
  computedMinor: number;
  scale: number;
  state: 'proved' | 'proved-within-rounding' | 'broken';
  /** Id of the identity in the table of kinds that this equation is an instance of. */
  identity?: string;
}

/** Indices from 0 into `rows` and its `cells`. */
export interface CellAddress {
  row: number;
  col: number;
}

export interface SignedAddress extends CellAddress {
  sign: 1 | -1;
}

/** The figure in this cell is the one that another schedule of the document must share, and does: minor / 10^scale. */
export interface ScheduleTie extends CellAddress {
  /** Such as "receivables = balance sheet". */
  identity: string;
  minor: number;
  scale: number;
  /** The cell that ties, and its schedule: `ordinal` counts from 1 over all schedules of the job, exported or not. */
  other: CellAddress & { id: string; ordinal: number; name: string };
}

/** A proposal: the figure in this cell was misread, and read otherwise it fits. Only ever for a cell that was recognised. */
export interface Repair extends CellAddress {
  /** The cell as read, and as it should have been read. */
  raw: string;
  reading: string;
  /** The figure of `reading`: minor / 10^scale. */
  minor: number;
  scale: number;
  misreading: Misreading;
  /** The recogniser itself held this reading possible. */
  amongAlternatives: boolean;
  /** The checks that hold with this reading (and the other repairs); differences are printed minus computed, in 10^-scale. */
  heals: {
    prover: Check['prover'];
    target: CellAddress;
    beforeMinor: number;
    afterMinor: number;
    scale: number;
  }[];
}

/** What went wrong in the eye of the recogniser: a digit taken for a similar one, a digit lost, a digit read twice, ... */
export type Misreading =
  | 'digit'
  | 'lost-digit'
  | 'doubled-digit'
  | 'sign'
  | 'bracket'
  | 'decimal-point'
  | 'other';

/** A cell that a person should look at. */
export interface Doubt extends CellAddress {
  reason: DoubtReason;
  /** For a person: "779 has no decimals; the figures around it have 1." */
  sentence: string;
}

export type DoubtReason =
  /** The recogniser was not sure, or read it in several ways. */
  | 'unsure'
  | 'contested'
  /** It stands in a sum that does not hold; in a text layer the document's own error. */
  | 'breaks-sum'
  /** Written otherwise than the figures around it. */
  | 'odd-decimals'
  | 'odd-form'
  /** No figure can be written this way. */
  | 'torn'
  /** Alone, or off its column. */
  | 'stray'
  /** Text or several figures where one amount should stand. */
  | 'no-figure'
  | 'several-figures'
  /** A range that goes on in the row below. */
  | 'cut-range'
  /** Day and month could be swapped. */
  | 'ambiguous-date';
