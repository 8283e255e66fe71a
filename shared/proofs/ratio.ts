import type { Check, SignedAddress } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';

/**
 * Finds percentages of the figures beside them: a column or a row in percent of the total, and a column with the change from
 * one column to another in percent. A percentage must be the quotient rounded to its last printed digit; one step further
 * counts as rounding.
 */
export function ratio(table: FigureTable): Check[] {
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const percents = columns.filter((col) => isPercent(table, col));
  const amounts = columns.filter((col) => !percents.includes(col));
  const families = [
    ...percents.flatMap((col) => [
      ...amounts.flatMap((amount) => shareOfTotal(table, col, amount)),
      ...amounts.flatMap((now) =>
        amounts.flatMap((then) => (now === then ? [] : [change(table, col, [now, then])])),
      ),
    ]),
    ...table.rows.flatMap((row, at) => shareRow(table, row, table.rows[at - 1])),
  ];
  const claimed = new Set<string>();
  return families
    .map((family) => testFamily(table, family))
    .filter((tested) => tested !== null)
    .sort((a, b) => b.worth - a.worth)
    .flatMap(({ checks, line }) => (claimed.has(line) ? [] : (claimed.add(line), checks)));
}

const MOST_COLUMNS = 12;

interface Place {
  row: FigureRow;
  col: number;
}

interface Quotient {
  target: Place;
  part: Place;
  whole: Place;
  change: boolean;
}

/** Quotients of one kind along one line (a column or a row), one for each place. */
interface Family {
  line: string;
  length: number;
  at: (index: number) => Quotient | null;
}

/** By its heading, or because most of its figures are percentages. */
function isPercent(table: FigureTable, col: number): boolean {
  if (/%|per ?cent|\bshare\b/.test(table.heads[col] ?? '')) return true;
  const filled = table.rows.filter((row) => (row.figures[col] ?? null) !== null);
  return filled.filter((row) => row.percents[col]).length * 2 > filled.length;
}

/** Each row in percent of every row that could be the whole: the last totals. */
function shareOfTotal(table: FigureTable, col: number, amount: number): Family[] {
  const wholes = table.rows.filter(({ role }) => role === 'total').slice(-2);
  return wholes.map((row) => downwards(table, col, { part: amount, whole: { row, col: amount } }));
}

function change(table: FigureTable, col: number, [now, then]: [number, number]): Family {
  return downwards(table, col, { part: now, whole: then });
}

/** A column of percentages: of one cell, or of the change from the column `whole`. */
function downwards(
  table: FigureTable,
  col: number,
  { part, whole }: { part: number; whole: number | Place },
): Family {
  const at = (index: number): Quotient | null => {
    const row = table.rows[index];
    if (!row) return null;
    const change = typeof whole === 'number';
    const under = change ? { row, col: whole } : whole;
    return { target: { row, col }, part: { row, col: part }, whole: under, change };
  };
  return { line: `column ${col}`, length: table.rows.length, at };
}

/** A row of percentages under a row of amounts whose last, or first, figure is the whole. */
function shareRow(table: FigureTable, row: FigureRow, above: FigureRow | undefined): Family[] {
  const cols = table.columns.filter((col) => row.percents[col] && (above?.figures[col] ?? null) !== null);
  if (!above || cols.length < 3) return [];
  return [cols.at(-1), cols[0]].map((whole = 0): Family => ({
    line: `row ${row.index}`,
    length: cols.length,
    at: (index) => {
      const col = cols[index] ?? whole;
      return {
        target: { row, col },
        part: { row: above, col },
        whole: { row: above, col: whole },
        change: false,
      };
    },
  }));
}

/** Of a rate the change is given in points. */
const RATE = /%|per ?cent|\b(rate|ratio|margin|points?)\b/;
const LEAST_HOLDING = 3;
const LEAST_DIGITS = 6;

function testFamily(
  table: FigureTable,
  family: Family,
): { line: string; checks: Check[]; worth: number } | null {
  const checks: Check[] = [];
  let [holding, failing, evidence] = [0, 0, 0];
  for (let index = 0; index < family.length; index++) {
    const quotient = family.at(index);
    const check = quotient && divide(table, quotient);
    if (!quotient || !check || RATE.test(quotient.part.row.label)) continue;
    checks.push(check);
    if (check.state === 'broken') failing++;
    else if (quotient.part.row !== quotient.whole.row || quotient.part.col !== quotient.whole.col) {
      holding++;
      const unit = quotient.target.row.units[quotient.target.col] ?? 1;
      evidence += Math.log10((2 * Math.abs(check.printedMinor) + 3 * unit) / (3 * unit));
    }
    if (failing > 2 && failing * 2 > holding) return null;
  }
  if (holding < LEAST_HOLDING || evidence < LEAST_DIGITS || failing * 4 > holding) return null;
  return { line: family.line, checks, worth: holding - 2 * failing };
}

function divide(table: FigureTable, { target, part, whole, change }: Quotient): Check | null {
  const printed = target.row.figures[target.col] ?? null;
  const [over, under] = [part.row.figures[part.col] ?? null, whole.row.figures[whole.col] ?? null];
  if (printed === null || over === null || under === null || under === 0) return null;
  if (part.row.percents[part.col] || whole.row.percents[whole.col]) return null;
  const unit = target.row.units[target.col] ?? 1;
  const quotient = ((change ? over - under : over) / Math.abs(under)) * 100 * 10 ** table.scale;
  const computed = Math.round(quotient / unit) * unit;
  if (!Number.isSafeInteger(computed)) return null;
  const missed = Math.abs(printed - computed);
  const state = missed === 0 ? 'proved' : missed <= unit ? 'proved-within-rounding' : 'broken';
  const addends: SignedAddress[] = [
    { row: part.row.index, col: part.col, sign: 1 },
    { row: whole.row.index, col: whole.col, sign: change ? -1 : 1 },
  ];
  return {
    prover: 'ratio',
    target: { row: target.row.index, col: target.col },
    addends,
    printedMinor: printed,
    computedMinor: computed,
    scale: table.scale,
    state,
  };
}
