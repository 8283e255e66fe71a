import { formatMinor } from '../amounts/format-minor.ts';
import type { Cell, Misreading } from '../schedules/schedule.ts';

/** Rank of a digit taken for one that does not look like it: not plausible, yet a rival of what is. */
export const UNLIKELY = 4;

/** How a cell must have been misread for its figure to be another one. */
export interface ReadOtherwise {
  misreading: Misreading;
  /** The cell as it should have been read. */
  reading: string;
  amongAlternatives: boolean;
  /** 0 for a reading the recogniser offered itself, then the less likely the higher, up to UNLIKELY. */
  rank: number;
}

/**
 * Whether `wanted` is a plausible reading of the same ink: one digit taken for a similar
 * one, a digit lost or read twice, a lost sign, a bracket read as a 1, a lost or moved decimal point, or what the recogniser
 * held possible itself. Null where it is not, so that a proof never bends a figure into something nobody would have misread.
 */
export function misreadingOf(cell: Cell, wanted: Figure): ReadOtherwise | null {
  if (cell.value.type !== 'amount' && cell.value.type !== 'percent') return null;
  const digits = cell.raw.replace(/\D/g, '');
  const { minor, scale } = cell.value;
  const written = spellings(wanted, scale);
  const readable = digits !== '' && Number(digits) === Math.abs(minor);
  const found = written
    .flatMap((figure) =>
      readable ? (explain({ raw: cell.raw, digits, was: minor, read: scale, ...figure }) ?? []) : [],
    )
    .sort((a, b) => a.rank - b.rank)[0];
  const alternative = cell.alternatives?.find((text) =>
    written.some((figure) => minorOf(text, figure.scale) === figure.minor),
  );
  if (alternative === undefined) return found ? { ...found, amongAlternatives: false } : null;
  return { misreading: found?.misreading ?? 'other', reading: alternative, amongAlternatives: true, rank: 0 };
}

interface Figure {
  minor: number;
  scale: number;
}

/** The figure with as many decimals as were read, and with one less or more, as far as it has no more than that itself. */
function spellings({ minor, scale }: Figure, read: number): Figure[] {
  return [...new Set([read, read - 1, read + 1, read + 2])].flatMap((decimals): Figure[] => {
    const power = 10 ** Math.abs(decimals - scale);
    if (decimals < 0) return [];
    if (decimals >= scale) return [{ minor: minor * power, scale: decimals }];
    return minor % power === 0 ? [{ minor: minor / power, scale: decimals }] : [];
  });
}

/** What stands in a cell, and the figure that should have been read. */
interface Ink {
  raw: string;
  digits: string;
  /** The figure as read, and with how many decimals. */
  was: number;
  read: number;
  /** The figure wanted. */
  minor: number;
  scale: number;
}

type Explained = Pick<ReadOtherwise, 'misreading' | 'reading' | 'rank'>;

function explain(ink: Ink): Explained | null {
  const { was, minor, scale, read } = ink;
  const sought = String(Math.abs(minor)).padStart(scale + 1, '0');
  if (minor < 0 !== was < 0 && minor !== 0 && was !== 0) return scale === read ? lostSign(ink, sought) : null;
  if (sought === ink.digits)
    return scale === read ? null : { misreading: 'decimal-point', rank: 2, reading: write(ink) };
  return (scale === read ? oneDigit(ink, sought) : null) ?? oneMore(ink, sought) ?? movedPoint(ink);
}

function lostSign(ink: Ink, sought: string): Explained | null {
  const written = { rank: 2, reading: write(ink) };
  if (sought === ink.digits) return { misreading: 'sign', ...written };
  const bracket = [ink.digits.replace(/^1/, ''), ink.digits.replace(/1$/, '')].includes(sought);
  return bracket && ink.minor < 0 ? { misreading: 'bracket', ...written } : null;
}

/** Pairs that recognisers take for each other at print sizes, both ways. */
const ALIKE = new Set(
  '06 08 09 14 17 23 27 35 38 39 49 56 58 59 68 79 89'
    .split(' ')
    .flatMap((pair) => [pair, `${pair[1]}${pair[0]}`]),
);

function oneDigit({ raw, digits }: Ink, sought: string): Explained | null {
  if (sought.length !== digits.length) return null;
  const differ = digits.split('').flatMap((digit, index) => (digit === sought[index] ? [] : [index]));
  const [at = 0] = differ;
  if (differ.length !== 1) return null;
  let seen = -1;
  const reading = raw.replace(/\d/g, (digit) => (++seen === at ? (sought[at] ?? digit) : digit));
  return { misreading: 'digit', rank: ALIKE.has(`${digits[at]}${sought[at]}`) ? 1 : UNLIKELY, reading };
}

/** A digit lost or doubled on one side of the point only. */
function oneMore(ink: Ink, sought: string): Explained | null {
  const { digits, raw } = ink;
  if (
    digits.length === sought.length + 1 &&
    without(digits).some(({ rest, twin }) => twin && rest === sought)
  )
    return { misreading: 'doubled-digit', rank: 2, reading: write(ink) };
  if (sought.length !== digits.length + 1 || !without(sought).some(({ rest }) => rest === digits))
    return null;
  const gap = /[,. ]\d{1,2}(?:[,. ]\d{3})|,\d{1,2}$/.test(raw) || ink.scale !== ink.read;
  return { misreading: 'lost-digit', rank: gap ? 2 : 3, reading: write(ink) };
}

/** All ways to leave one digit out; `twin` where its neighbour is the same digit. */
function without(digits: string): { rest: string; twin: boolean }[] {
  return digits.split('').map((digit, index) => ({
    rest: digits.slice(0, index) + digits.slice(index + 1),
    twin: digit === digits[index - 1],
  }));
}

/** The same digits with zeros behind them, such as 1,234 for 12.34. */
function movedPoint(ink: Ink): Explained | null {
  const [small, large] = [ink.was * 10 ** ink.scale, ink.minor * 10 ** ink.read]
    .map(Math.abs)
    .sort((a, b) => a - b);
  const moved = [10, 100, 1000].some((power) => (small ?? 0) * power === large) && small !== 0;
  return moved ? { misreading: 'decimal-point', rank: 3, reading: write(ink) } : null;
}

/** In the marks of the cell: brackets or minus, comma or point. */
function write({ raw, scale, minor }: Ink): string {
  const plain = formatMinor(Math.abs(minor), scale);
  const comma = scale > 0 ? /,\d+\D*$/.test(raw) : /\d\.\d{3}\b/.test(raw);
  const marked = comma ? plain.replace(/[.,]/g, (mark) => (mark === ',' ? '.' : ',')) : plain;
  if (minor >= 0) return marked;
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
