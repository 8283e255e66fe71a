import type { FigureTable } from './figure-table.ts';
import { findSigns, type Sample } from './find-signs.ts';
import { headIdentities } from './head-identities.ts';

/** A claim over a whole table: on each row, `target` is the signed sum of the other columns. */
export interface ColumnSum {
  target: number;
  addends: { col: number; sign: 1 | -1 }[];
  /** Id of the identity of the kinds that the headings spell out; null where they do not. */
  identity: string | null;
}

/**
 * Sums worth testing, and how many were tried to find them: runs of neighbours before or behind the target, every pair of
 * columns, and what headings and kinds suggest; of each only the signs that hold in one of a few sample rows.
 */
export function columnSums(table: FigureTable): { sums: ColumnSum[]; tried: number } {
  const sums: ColumnSum[] = [];
  const identityOf = headIdentities(table, 'across');
  let tried = 0;
  for (const [target, cols] of candidates(table)) {
    const samples = samplesOf(table, target, cols);
    if (samples.length === 0) continue;
    tried += 2 ** Math.min(cols.length, 8);
    for (const signs of findSigns(samples, cols.length)) {
      const addends = cols.map((col, index) => ({ col, sign: signs[index] ?? 1 }) as const);
      sums.push({ target, addends, identity: identityOf(target, addends) });
    }
  }
  return { sums, tried };
}

const MOST_PAIRED_COLUMNS = 12;
const MOST_COLUMNS = 24;

function* candidates(table: FigureTable): Generator<[target: number, addends: number[]]> {
  const columns = table.columns.slice(0, MOST_COLUMNS);
  for (const [at, target] of columns.entries()) {
    for (let size = 2; size <= at; size++) yield [target, columns.slice(at - size, at)];
    for (let size = 2; at + size < columns.length; size++)
      yield [target, columns.slice(at + 1, at + 1 + size)];
    if (columns.length > MOST_PAIRED_COLUMNS) continue;
    for (const [index, one] of columns.entries())
      for (const other of columns.slice(index + 1))
        if (one !== target && other !== target && !isRun([one, other], target, columns))
          yield [target, [one, other]];
  }
}

/** Pairs that are neighbours of the target come as runs already. */
function isRun([one, other]: [number, number], target: number, columns: number[]): boolean {
  const at = columns.indexOf(target);
  const first = columns.indexOf(one);
  return columns.indexOf(other) === first + 1 && (first === at - 2 || first === at + 1);
}

const SAMPLES = 4;

/** Rows with the most figures other than zero, spread over the table so that one misread row does not hide the sum. */
function samplesOf(table: FigureTable, target: number, cols: number[]): Sample[] {
  const rated: { sample: Sample; filled: number }[] = [];
  const step = Math.max(1, Math.floor(table.rows.length / 16));
  for (let at = 0; at < table.rows.length; at += step) {
    const row = table.rows[at];
    const figure = row?.figures[target] ?? null;
    if (!row || figure === null || row.percents[target]) continue;
    const addends = cols.map((col) => (row.percents[col] ? 0 : (row.figures[col] ?? 0)));
    const filled = addends.filter((addend) => addend !== 0).length;
    if (filled < 2) continue;
    const unit = Math.min(...[target, ...cols].map((col) => row.units[col] ?? 1));
    const slack = table.rounded ? (unit * (filled + 1)) / 2 : 0;
    rated.push({ sample: { target: figure, addends, slack }, filled });
  }
  return rated
    .sort((a, b) => b.filled - a.filled)
    .slice(0, SAMPLES)
    .map(({ sample }) => sample);
}
