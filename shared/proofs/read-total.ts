import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { findSigns, type Sample, type Signs } from './find-signs.ts';
import { isMisprint } from './is-misprint.ts';
import { possibleSizes } from './possible-sizes.ts';
import type { TotalPromise } from './total-label.ts';
import { toldChecks } from './told-checks.ts';
import { type Trial, type TriedColumn, tryColumns } from './try-columns.ts';

/** One way to explain a row: as the sum of the topmost `size` waiting rows. */
export interface TotalReading {
  size: number;
  checks: Check[];
  worth: number;
}

/** Rows that wait for a total; `block` is the first since the last heading or total, `section` since the last heading. */
export interface Waiting {
  waiting: FigureRow[];
  block: number;
  section: number;
}

const FARTHEST_UNPROMISED = 40;
const MOST_MIXED = 8;

/** The best sum of waiting rows that explains a row, or null. A row that promises nothing adds up rows of its own section only. */
export function readTotal(table: FigureTable, row: FigureRow, stack: Waiting): TotalReading | null {
  const { waiting, block, section } = stack;
  const { promise } = row;
  const within =
    promise === 'none' ? waiting.slice(Math.max(section, waiting.length - FARTHEST_UNPROMISED)) : waiting;
  const mixed = promise === 'none' ? 0 : MOST_MIXED;
  const { sizes, near, reached } = possibleSizes(table, row, { waiting: within, mixed });
  const promised = promise !== 'none';
  // Percentages beside amounts are left out of the sizes, and may hold all the same.
  const mayBeShares = row.percents.includes(true);
  let best: { size: number; worth: number; trial: Trial } | null = null;
  for (const size of sizes) {
    if (size < reached && !mayBeShares) continue;
    const addends = waiting.slice(-size);
    const natural = size === waiting.length - block || size === waiting.length;
    const even = mayBeShares || near.has(size);
    for (const signs of patternsOf(table, row, { addends, promised, even })) {
      const trial = tryColumns(table, { row, addends, signs });
      const plain = !signs.includes(-1);
      const needed = neededDigits(table, { promise, plain, natural, size, sizes: sizes.length });
      const worth = worthOf(trial, { needed, promise, plain, natural });
      if (worth > (best?.worth ?? 0)) best = { size, worth, trial };
    }
  }
  if (!best) return null;
  const { trial, worth } = best;
  const size = withZeroRows(best.size, table, waiting);
  return { size, worth, checks: toldChecks(table, trial.sum, toldOf(trial)) };
}

/**
 * Plain and the first less the others, where they can be (`even`), what "less" in the labels says, and for a promised total
 * every pattern of up to eight.
 */
function patternsOf(
  table: FigureTable,
  row: FigureRow,
  { addends, promised, even }: { addends: FigureRow[]; promised: boolean; even: boolean },
): Signs[] {
  const plain = addends.map((): 1 | -1 => 1);
  const less = plain.map((_, index): 1 | -1 => (index === 0 ? 1 : -1));
  const told = addends.map(({ label }): 1 | -1 => (LESS.test(label) ? -1 : 1));
  const patterns = [...(even ? [plain, less] : []), ...(told.includes(-1) ? [told] : [])];
  if (!promised || addends.length > MOST_MIXED) return patterns;
  return [...patterns, ...findSigns(samplesOf(table, row, addends), addends.length).slice(1)];
}

const LESS = /^\W*(?:less|deduct|minus)\b/;

function samplesOf(table: FigureTable, row: FigureRow, addends: FigureRow[]): Sample[] {
  const samples = table.columns.flatMap((col): Sample[] => {
    const target = row.figures[col] ?? null;
    if (target === null) return [];
    const slack = table.rounded ? ((row.units[col] ?? 1) * (addends.length + 1)) / 2 : 0;
    return [{ target, addends: addends.map((addend) => addend.figures[col] ?? 0), slack }];
  });
  return samples.slice(0, 6);
}

interface Claim {
  promise: TotalPromise;
  plain: boolean;
  /** All rows since the last heading or total, or all that wait. */
  natural: boolean;
}

/** Digits that must agree: more where more sums were tried, because small figures meet by chance. */
function neededDigits(table: FigureTable, claim: Claim & { size: number; sizes: number }): number {
  const signs = claim.plain ? 0 : Math.log10(2 ** Math.min(claim.size, MOST_MIXED));
  if (claim.promise === 'none') return 3 + Math.log10(2 * claim.sizes * table.rows.length) + signs;
  const label = claim.promise === 'total' ? 0 : 1;
  if (claim.plain && claim.natural) return label + 1.2;
  return label + signs + 1.7 + Math.log10(claim.sizes * table.columns.length);
}

/** Evidence for a reading; 0 rejects it. An unpromised row must hold in every column. */
function worthOf(trial: Trial, claim: Claim & { needed: number }): number {
  const { holding, failing, far, foreign, bare, exact, evidence } = trial;
  if (holding.length === 0 || evidence < claim.needed) return 0;
  if (failing.length >= holding.length && !isMisread(trial, claim)) return 0;
  const misses = failing.length + far.length + foreign;
  if (claim.promise === 'none' && (misses > 0 || exact === 0)) return 0;
  if (!claim.plain && misses >= holding.length) return 0;
  const weight = 1.5 * holding.length - failing.length - bare - (far.length + foreign) / 2;
  return Math.max(0.1, weight + exact / 10 + (claim.plain ? 0.5 : 0) + (claim.natural ? 0.8 : 0));
}

/** Whether as many failing columns as holding ones, or more, may still be misread: the words or the digits must say so. */
function isMisread({ holding, failing, evidence }: Trial, claim: Claim): boolean {
  if (claim.promise === 'none' || !claim.natural || !claim.plain) return false;
  if (claim.promise === 'total' && evidence >= 2) return failing.length <= 3 * holding.length;
  const misprints = failing.every((tried) => isMisprint(tried.printedMinor, tried.computedMinor));
  return misprints && evidence >= 3 && failing.length <= holding.length;
}

/**
 * Failing columns beside holding ones are broken: the row has shown which rows it adds. Columns that miss by far are claimed
 * only where twice as many hold.
 */
function toldOf({ holding, copies, failing, far }: Trial): TriedColumn[] {
  return [...holding, ...copies, ...failing, ...(far.length * 2 <= holding.length ? far : [])];
}

/** Rows of zeros above the addends belong to the same block: they change no sum, and left waiting they would blur the next. */
function withZeroRows(found: number, table: FigureTable, waiting: FigureRow[]): number {
  let size = found;
  const isZero = (row: FigureRow | undefined) =>
    row !== undefined && table.columns.every((col) => (row.figures[col] ?? 0) === 0);
  while (isZero(waiting.at(-size - 1))) size++;
  return size;
}
