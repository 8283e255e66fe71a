import { formatMinor } from '#shared/amounts/format-minor.ts';
import type { Provable } from '#shared/proofs/figure-table.ts';
import type { Cell, CellValue, Column, Row } from '#shared/schedules/schedule.ts';
import type { Random } from './random-from.ts';
import type { RandomTable } from './random-table.ts';

/** A cell that was misread, and its true figure in cents. */
interface Misread {
  row: number;
  col: number;
  minor: number;
}

/** The table as a recogniser would hand it on, with `count` of its figures misread. The recogniser offers no alternatives. */
export function misreadCells(
  random: Random,
  table: RandomTable,
  count: number,
): { schedule: Provable; misread: Misread[] } {
  const texts = table.figures.map((row) => row.map(print));
  const misread = new Map<string, Misread>();
  while (misread.size < count) {
    const row = random.below(table.figures.length);
    const col = random.below(table.figures[row]?.length ?? 0);
    const minor = table.figures[row]?.[col] ?? 0;
    const printed = texts[row];
    if (minor === 0 || !printed || misread.has(`${row},${col}`)) continue;
    const read = misreadFigure(random, print(minor));
    if (read === null || figureOf(read).minor * 10 ** (2 - figureOf(read).scale) === minor) continue;
    printed[col] = read;
    misread.set(`${row},${col}`, { row, col: col + 1, minor });
  }
  return { schedule: scheduleOf(texts, table.shape === 'both'), misread: [...misread.values()] };
}

function print(minor: number): string {
  const plain = formatMinor(Math.abs(minor), 2);
  return minor === 0 ? '–' : minor < 0 ? `(${plain})` : plain;
}

/** What recognisers make of a digit, the likelier ones more often. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': '8869',
  '1': '774',
  '2': '77',
  '3': '8859',
  '4': '991',
  '5': '663389',
  '6': '8850',
  '7': '112',
  '8': '336095',
  '9': '4038',
};

/** Nine in ten are one digit for a similar one; the others lose a digit, double one, lose brackets or the point. */
function misreadFigure(random: Random, text: string): string | null {
  const places = text.split('').flatMap((char, index) => (/\d/.test(char) ? [index] : []));
  const at = places[random.below(places.length)] ?? 0;
  const digit = text[at] ?? '';
  const kind = random.below(100);
  if (kind < 90) {
    const alike = LOOKS_LIKE[digit] ?? '';
    return text.slice(0, at) + (alike[random.below(alike.length)] ?? '') + text.slice(at + 1);
  }
  if (kind < 94) return text.slice(0, at) + text.slice(at + 1);
  if (kind < 96) return text.slice(0, at) + digit + text.slice(at);
  if (kind < 98) return text.startsWith('(') ? text.slice(1, -1) : null;
  return text.replace('.', '');
}

function figureOf(text: string): { minor: number; scale: number } {
  const digits = Number(text.replace(/\D/g, ''));
  const scale = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  return { minor: text.startsWith('(') ? -digits : digits, scale };
}

function scheduleOf(texts: string[][], across: boolean): Provable {
  const width = texts[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, col): Column => ({
    heading: across && col === width - 1 ? 'Total' : `Unit ${col + 1}`,
    role: 'amount',
  }));
  const rows = texts.map((line, at): Row => {
    const last = at === texts.length - 1;
    const label = last ? 'Total' : `Line ${at + 1}`;
    const cells = [
      cell(label, { type: 'text', text: label }),
      ...line.map((text) => cell(text, amountOf(text))),
    ];
    return { role: last ? 'total' : 'line', level: 0, cells };
  });
  return { columns: [{ heading: '', role: 'label' }, ...columns], rows, caption: { unit: '' } };
}

function amountOf(text: string): CellValue {
  return { type: 'amount', ...(text === '–' ? { minor: 0, scale: 0 } : figureOf(text)) };
}

function cell(raw: string, value: CellValue): Cell {
  return { raw, value, confidence: 0.9, page: 1, box: null };
}
