import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { totalPromise } from './total-label.ts';
import { weighSum } from './weigh-sum.ts';

/**
 * Proves columns downwards. Rows wait on a stack; a row that is the signed sum of the topmost waiting rows takes their place,
 * so that a total is proved from its subtotals and each figure is used once. A row that promises a total and does not foot is
 * broken only where its other columns do foot, or where one digit explains the difference.
 */
export function footing(table: FigureTable): Check[] {
  const waiting: FigureRow[] = [];
  const checks: Check[] = [];
  let block = 0;
  for (const row of table.rows) {
    if (!table.columns.some((col) => isFigure(row, col))) {
      block = waiting.length;
      continue;
    }
    const reading =
      bestReading(table, row, waiting) ??
      nearMiss(table, row, waiting.slice(block)) ??
      nearMiss(table, row, waiting);
    if (reading) {
      checks.push(...reading.checks);
      waiting.length -= reading.size;
      block = waiting.length + 1;
    }
    waiting.push(row);
  }
  return checks;
}

/** One way to explain a row: as the sum of the topmost `size` waiting rows. */
interface Reading {
  size: number;
  checks: Check[];
  worth: number;
}

interface Trial {
  holding: Check[];
  failing: Check[];
  /** Columns that miss by far: averages, rates and prices, of which nothing is claimed. */
  foreign: Check[];
  copies: Check[];
}

const FARTHEST_UNPROMISED = 40;

function bestReading(table: FigureTable, row: FigureRow, waiting: FigureRow[]): Reading | null {
  const promised = isPromised(row);
  let best: Reading | null = null;
  for (const size of possibleSizes(table, row, promised ? waiting : waiting.slice(-FARTHEST_UNPROMISED))) {
    const addends = waiting.slice(-size);
    for (const signs of signPatterns(size, promised)) {
      const trial = tryColumns(table, row, { addends, signs });
      const worth = worthOf(trial, { promised, plain: !signs.includes(-1) });
      if (worth > (best?.worth ?? 0)) best = { size, worth, checks: checksOf(trial) };
    }
  }
  return best && withZeroRows(best, table, waiting);
}

/**
 * Sizes for which a plain sum, or the first row less the others, can be right in some column; found by running sums, so that
 * a ledger of thousands of rows without totals costs no more than reading it. Up to four rows every size is tried.
 */
function possibleSizes(table: FigureTable, row: FigureRow, waiting: FigureRow[]): number[] {
  const sizes = new Set<number>();
  for (const col of table.columns) {
    const target = row.figures[col] ?? null;
    if (target === null) continue;
    let sum = 0;
    waiting.toReversed().forEach((addend, index) => {
      const figure = addend.figures[col] ?? 0;
      sum += figure;
      const slack = table.rounded ? ((index + 1) * 10 ** table.scale) / 2 : 0;
      const near = Math.abs(sum - target) <= slack || Math.abs(2 * figure - sum - target) <= slack;
      if (index > 0 && (near || index < MOST_MIXED_ADDENDS)) sizes.add(index + 1);
    });
  }
  return [...sizes].sort((a, b) => a - b);
}

const MOST_MIXED_ADDENDS = 4;

/** Rows of zeros above the addends belong to the same block: they change no sum, and left waiting they would blur the next. */
function withZeroRows(reading: Reading, table: FigureTable, waiting: FigureRow[]): Reading {
  let size = reading.size;
  const isZero = (row: FigureRow | undefined) =>
    row !== undefined && table.columns.every((col) => (row.figures[col] ?? 0) === 0);
  while (isZero(waiting.at(-size - 1))) size++;
  return { ...reading, size };
}

function isPromised(row: FigureRow): boolean {
  return row.role === 'total' || row.role === 'subtotal' || totalPromise(row.label) !== 'none';
}

function signPatterns(size: number, promised: boolean): (1 | -1)[][] {
  const plain = Array.from({ length: size }, (): 1 | -1 => 1);
  const less = plain.map((_, index): 1 | -1 => (index === 0 ? 1 : -1));
  if (size > MOST_MIXED_ADDENDS || !promised) return [plain, less];
  const mixed =
    size === 3
      ? [
          [1, 1, -1],
          [1, -1, 1],
        ]
      : size === 4
        ? [
            [1, 1, 1, -1],
            [1, 1, -1, -1],
            [1, -1, -1, 1],
            [1, -1, 1, 1],
          ]
        : [];
  return [plain, less, ...(mixed as (1 | -1)[][])];
}

function tryColumns(
  table: FigureTable,
  row: FigureRow,
  sum: { addends: FigureRow[]; signs: (1 | -1)[] },
): Trial {
  const trial: Trial = { holding: [], failing: [], foreign: [], copies: [] };
  for (const col of table.columns) {
    const addends = sum.addends.map((addend, index) => ({ row: addend, col, sign: sum.signs[index] ?? 1 }));
    const weighed = weighSum(table, { prover: 'footing', row, col, addends });
    if (!weighed) continue;
    const holds = weighed.check.state !== 'broken';
    if (!weighed.meaningful) {
      if (holds && weighed.check.printedMinor !== 0) trial.copies.push(weighed.check);
    } else if (holds) trial.holding.push(weighed.check);
    else trial[isBeside(weighed.check) ? 'failing' : 'foreign'].push(weighed.check);
  }
  return trial;
}

/** Evidence for a reading; 0 rejects it. Unpromised rows and mixed signs need more, because small figures meet by chance. */
function worthOf(trial: Trial, claim: { promised: boolean; plain: boolean }): number {
  const digits = trial.holding.reduce((sum, check) => sum + String(Math.abs(check.printedMinor)).length, 0);
  const exact = trial.holding.filter((check) => check.state === 'proved').length;
  const needed = (claim.promised ? 2 : 5) + (claim.plain ? 0 : 3);
  if (trial.holding.length <= trial.failing.length || digits < needed) return 0;
  const misses = trial.failing.length + trial.foreign.length;
  if (!claim.promised && (misses > 0 || exact === 0)) return 0;
  const weight = 1.5 * trial.holding.length - trial.failing.length - trial.foreign.length / 2;
  return Math.max(0.1, weight + exact / 10 + (claim.plain ? 0.5 : 0));
}

/** Failing columns beside holding ones are broken: the row has shown which rows it adds. */
function checksOf(trial: Trial): Check[] {
  return [...trial.holding, ...trial.copies, ...trial.failing];
}

const FARTHEST_MISS_SHARE = 0.4;

function isBeside(check: Check): boolean {
  const [printed, computed] = [Math.abs(check.printedMinor), Math.abs(check.computedMinor)];
  const near =
    Math.abs(check.printedMinor - check.computedMinor) <= FARTHEST_MISS_SHARE * Math.max(printed, computed);
  return near || oneDigitApart(check.printedMinor, check.computedMinor);
}

/** A promised total of the rows since the last heading or total that misses by one misprinted digit in every failing column. */
function nearMiss(table: FigureTable, row: FigureRow, block: FigureRow[]): Reading | null {
  if (totalPromise(row.label) !== 'total' || block.length < 2) return null;
  const trial = tryColumns(table, row, { addends: block, signs: block.map((): 1 => 1) });
  const misprints = trial.failing.filter((check) => oneDigitApart(check.printedMinor, check.computedMinor));
  if (misprints.length === 0 || misprints.length < trial.failing.length + trial.foreign.length) return null;
  return { size: block.length, worth: 1, checks: checksOf(trial) };
}

/** Equal but for one digit or two neighbours swapped, in figures long enough that this is no accident. */
function oneDigitApart(a: number, b: number): boolean {
  const [left, right] = [String(a), String(b)];
  if (left.length !== right.length || left.length < 3) return false;
  const differ = left.split('').flatMap((digit, index) => (digit === right[index] ? [] : [index]));
  const [first = 0, second = 0] = differ;
  if (differ.length === 1) return true;
  return (
    differ.length === 2 &&
    second === first + 1 &&
    left[first] === right[second] &&
    left[second] === right[first]
  );
}

function isFigure(row: FigureRow, col: number): boolean {
  return (row.figures[col] ?? null) !== null;
}
