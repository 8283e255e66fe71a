import type { Column, Row } from '../schedules/schedule.ts';
import type { FigureRow } from './figure-table.ts';
import type { TotalReading } from './read-total.ts';

/** A row of a total, and the rows that waited for it when it was explained. */
export interface ExplainedTotal {
  waiting: readonly FigureRow[];
  block: number;
  section: number;
  reading: TotalReading | null;
}

/**
 * What the proof of a schedule may leave to the next one, after an edit: rows that are the same objects are not read again, and
 * a total over the same rows is not explained again. It saves time and changes no proof. For one schedule under review; rows
 * must not be changed in place while it is used.
 */
export class ProofMemory {
  #columns: readonly Column[] = [];
  #scale = -1;
  #rows = new WeakMap<Row, FigureRow>();
  #setting = '';
  #totals = new WeakMap<FigureRow, ExplainedTotal>();

  /** Rows that were read under these columns and in this scale. */
  rows(columns: readonly Column[], scale: number): WeakMap<Row, FigureRow> {
    if (columns !== this.#columns || scale !== this.#scale) this.#rows = new WeakMap();
    [this.#columns, this.#scale] = [columns, scale];
    return this.#rows;
  }

  /** Totals that were explained while everything but the rows was the same, which `setting` tells. */
  totals(setting: string): WeakMap<FigureRow, ExplainedTotal> {
    if (setting !== this.#setting) this.#totals = new WeakMap();
    this.#setting = setting;
    return this.#totals;
  }
}
