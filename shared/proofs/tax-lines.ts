import { TAX_FORMS, type TaxLine } from '../kinds/tax-lines.ts';
import type { Check } from '../schedules/schedule.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import { type SignedFigure, weighSum } from './weigh-sum.ts';

/**
 * Proves the line arithmetic of a tax form in each column of amounts: lines are known by the number before their label. A line
 * that is blank counts as nothing, as the forms say; an equation with a line that the schedule does not show at all is left
 * out, and so is one whose result is smaller than three digits.
 */
export function taxLines(table: FigureTable): Check[] {
  const form = TAX_FORMS.find(({ title }) => title.test(table.title));
  if (!form) return [];
  const rows = new Map<string, FigureRow>();
  for (const row of table.rows) {
    const line = lineOf(row);
    if (line !== null && !rows.has(line)) rows.set(line, row);
  }
  return form.lines.flatMap(([target, addends]) => {
    const row = rows.get(target);
    const parts = addendsOf(table, rows, addends);
    return row && parts ? claim(table, { row, parts, identity: `${form.id}, line ${target}` }) : [];
  });
}

interface Part {
  row: FigureRow;
  sign: 1 | -1;
}

function lineOf({ label }: FigureRow): string | null {
  return /^(?:line )?(\d{1,2}[a-z]?)\b/.exec(label)?.[1] ?? null;
}

/** Null where a line is not shown. Of a range those that are shown count, the last among them. */
function addendsOf(table: FigureTable, rows: Map<string, FigureRow>, addends: TaxLine[1]): Part[] | null {
  const parts: Part[] = [];
  for (const addend of addends) {
    const [first = '', last] = addend.replace(/^-/, '').split('..');
    const sign = addend.startsWith('-') ? -1 : 1;
    const found = [...rows].filter(([line]) =>
      last === undefined ? line === first : rank(line) >= rank(first) && rank(line) <= rank(last),
    );
    if (found.length === 0 || countsTwice(table, found)) return null;
    parts.push(...found.map(([, row]): Part => ({ row, sign })));
  }
  return parts;
}

/** Whether a line and its parts ("7" and "7a") both hold figures, so that nobody can tell which of them to add. */
function countsTwice(table: FigureTable, found: [string, FigureRow][]): boolean {
  const filled = found.filter(([, row]) => table.columns.some((col) => (row.figures[col] ?? null) !== null));
  const parts = new Set(filled.flatMap(([line]) => (/[a-z]$/.test(line) ? [line.slice(0, -1)] : [])));
  return filled.some(([line]) => parts.has(line));
}

/** "27b" stands behind "27a" and before "28". */
function rank(line: string): number {
  const letter = /[a-z]$/.exec(line)?.[0];
  return Number.parseInt(line, 10) * 100 + (letter ? letter.charCodeAt(0) - 96 : 0);
}

const LEAST_DIGITS = 3;

function claim(
  table: FigureTable,
  { row, parts, identity }: { row: FigureRow; parts: Part[]; identity: string },
): Check[] {
  return table.columns.flatMap((col) => {
    const addends = parts.map((part): SignedFigure => ({ ...part, col }));
    const weighed = weighSum(table, { prover: 'equality', row, col, addends });
    const digits = String(Math.abs(weighed?.check.printedMinor ?? 0)).length;
    return weighed && digits >= LEAST_DIGITS ? [{ ...weighed.check, identity }] : [];
  });
}
