import { formatMinor } from '../amounts/format-minor.ts';
import type { Cell, Misreading } from '../schedules/schedule.ts';

/** How a cell must have been misread for its figure to be another one. */
export interface ReadOtherwise {
  misreading: Misreading;
  /** The cell as it should have been read. */
  reading: string;
  amongAlternatives: boolean;
  /** 0 for a reading the recogniser offered itself, then the less likely the higher, up to 3. */
  rank: number;
}

/**
 * Whether `wanted` is a plausible reading of the same ink: one digit taken for a similar
 * one, a digit lost or read twice, a lost sign, a bracket read as a 1, a lost or moved decimal point, or what the recogniser
 * held possible itself. Null where it is not, so that a proof never bends a figure into something nobody would have misread.
 */
export function misreadingOf(
  cell: Cell,
  { minor: wanted, scale }: { minor: number; scale: number },
): ReadOtherwise | null {
  if (cell.value.type !== 'amount' && cell.value.type !== 'percent') return null;
  const { minor } = cell.value;
  const alternative = cell.alternatives?.find((text) => minorOf(text, scale) === wanted);
  const digits = cell.raw.replace(/\D/g, '');
  const ink = { raw: cell.raw, digits, minor, scale, wanted };
  const readable = Number(digits) === Math.abs(minor);
  const found = !readable ? null : scale === cell.value.scale ? explain(ink) : lostPoint(ink);
  if (alternative !== undefined)
    return { misreading: found?.misreading ?? 'other', reading: alternative, amongAlternatives: true, rank: 0 };
  return found && { ...found, amongAlternatives: false };
}

interface Ink {
  raw: string;
  digits: string;
  minor: number;
  scale: number;
  wanted: number;
}

type Explained = Pick<ReadOtherwise, 'misreading' | 'reading' | 'rank'>;

function explain(ink: Ink): Explained | null {
  const { digits, minor, wanted } = ink;
  const sought = String(Math.abs(wanted)).padStart(ink.scale + 1, '0');
  const written = { reading: write(ink) };
  if (wanted === -minor) return { misreading: 'sign', rank: 2, ...written };
  if (wanted < 0 && minor > 0) {
    const bracket = [digits.replace(/^1/, ''), digits.replace(/1$/, '')].includes(sought);
    return bracket ? { misreading: 'bracket', rank: 2, ...written } : null;
  }
  if (wanted < 0 !== minor < 0 && wanted !== 0 && minor !== 0) return null;
  return oneDigit(ink, sought) ?? oneMore(ink, sought) ?? decimalPoint(ink);
}

/** Pairs that recognisers take for each other at print sizes, both ways. */
const ALIKE = new Set(
  '06 08 09 14 17 23 27 35 38 39 49 56 58 68 79 89'.split(' ').flatMap((pair) => [pair, `${pair[1]}${pair[0]}`]),
);

function oneDigit({ raw, digits }: Ink, sought: string): Explained | null {
  if (sought.length !== digits.length) return null;
  const differ = [...digits].flatMap((digit, index) => (digit === sought[index] ? [] : [index]));
  const [at = 0] = differ;
  if (differ.length !== 1 || !ALIKE.has(`${digits[at]}${sought[at]}`)) return null;
  let seen = -1;
  const reading = raw.replace(/\d/g, (digit) => (++seen === at ? (sought[at] ?? digit) : digit));
  return { misreading: 'digit', rank: 1, reading };
}

function oneMore(ink: Ink, sought: string): Explained | null {
  const { digits, raw } = ink;
  if (digits.length === sought.length + 1 && without(digits).some(({ rest, twin }) => twin && rest === sought))
    return { misreading: 'doubled-digit', rank: 2, reading: write(ink) };
  if (sought.length !== digits.length + 1 || !without(sought).some(({ rest }) => rest === digits)) return null;
  const gap = /[,. ]\d{1,2}(?:[,. ]\d{3})|,\d{1,2}$/.test(raw);
  return { misreading: 'lost-digit', rank: gap ? 2 : 3, reading: write(ink) };
}

/** All ways to leave one digit out; `twin` where its neighbour is the same digit. */
function without(digits: string): { rest: string; twin: boolean }[] {
  return [...digits].map((digit, index) => ({
    rest: digits.slice(0, index) + digits.slice(index + 1),
    twin: digit === digits[index - 1],
  }));
}

/** The same digits with more of them behind the point. */
function lostPoint(ink: Ink): Explained | null {
  const same = ink.wanted === ink.minor;
  return same ? { misreading: 'decimal-point', rank: 2, reading: write(ink) } : null;
}

function decimalPoint(ink: Ink): Explained | null {
  const [small, large] = [Math.abs(ink.minor), Math.abs(ink.wanted)].sort((a, b) => a - b);
  const moved = [10, 100, 1000].some((power) => (small ?? 0) * power === large) && small !== 0;
  return moved ? { misreading: 'decimal-point', rank: 2, reading: write(ink) } : null;
}

/** In the marks of the cell: brackets or minus, comma or point. */
function write({ raw, scale, wanted }: Ink): string {
  const plain = formatMinor(Math.abs(wanted), scale);
  const comma = scale > 0 ? /,\d+\D*$/.test(raw) : /\d\.\d{3}\b/.test(raw);
  const marked = comma ? plain.replace(/[.,]/g, (mark) => (mark === ',' ? '.' : ',')) : plain;
  if (wanted >= 0) return marked;
  return /^\W*-/.test(raw) ? `-${marked}` : `(${marked})`;
}

/** The figure of another reading, in units of 10^-scale; NaN where it is none. Three digits behind a mark are thousands. */
function minorOf(text: string, scale: number): number {
  const [, decimals = ''] = /[.,](\d{1,2}|\d{4,})\D*$/.exec(text) ?? [];
  const digits = text.replace(/\D/g, '');
  if (digits === '' || /\p{L}/u.test(text) || decimals.length > scale) return NaN;
  const sign = /^\W*[(\-−–]|-\s*$/.test(text) ? -1 : 1;
  return sign * Number(digits) * 10 ** (scale - decimals.length);
}
