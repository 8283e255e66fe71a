import type { Cell, CellAddress, Check, Column, Proof, Row } from '#shared/schedules/schedule.ts';
import { type Figure, type FigureCompany, figureCompany } from './figure-company.ts';

/** What speaks for and against the reading of a figure, by name, each from 0 upwards. */
export type CellEvidence = Record<CellFeature, number>;
export type CellFeature = (typeof CELL_FEATURES)[number];

export const CELL_FEATURES = [
  /** How unsure the recogniser was: 0 for 99 %, 1.4 for 93 %, 3 for 60 %. */
  'unsure',
  /** Readings of the figure differed. */
  'contested',
  /** How many others of its column, of its row have more decimals, where it does not fit the other of the two: a point was lost. */
  'shortInColumn',
  'shortInRow',
  /** How many others of the schedule part their thousands otherwise. */
  'oddGroups',
  /** How many others of its column are percentages where it is none, or none where it is one. */
  'oddPercent',
  /** Blanks between digits, or points where none can stand. */
  'torn',
  /** One digit in a column of long figures: a dash, a ruling or a speck. */
  'tiny',
  /** Nearly alone in its column. */
  'lonely',
  /** Share of the figures of its schedule that look odd beside the others, or were read in several ways. */
  'company',
  /** In a check that does not hold and in none that does: one through the number of figures of which this can be said. */
  'broken',
  /** Covered by a check that holds, and by several. */
  'proved',
  'provedTwice',
] as const;

export interface EvidencedCell extends CellAddress {
  cell: Cell;
  evidence: CellEvidence;
}

/**
 * The evidence of every recognised figure of a schedule whose confidences are still the recogniser's; `scanned` are its recognised
 * pages. The figures of a text layer need none: they are what the document says.
 */
export function cellEvidence(
  schedule: { columns: Column[]; rows: Row[]; proof: Proof },
  scanned: ReadonlySet<number>,
): EvidencedCell[] {
  const company = figureCompany(schedule.rows);
  const read = company.figures.filter(({ cell }) => scanned.has(cell.page));
  const around = { company, cover: coverOf(schedule.proof), lonely: lonelyColumns(schedule.rows) };
  const found = read.map((figure) => ({ ...figure, evidence: evidenceOf(figure, around) }));
  const odd = found.filter(({ evidence }) => isOdd(evidence)).length / Math.max(1, found.length);
  return found.map(({ row, col, cell, evidence }) => ({
    row,
    col,
    cell,
    evidence: { ...evidence, company: odd },
  }));
}

function isOdd({ contested, shortInColumn, shortInRow, torn }: CellEvidence): boolean {
  return contested + shortInColumn + shortInRow + torn >= 0.5;
}

interface Around {
  company: FigureCompany;
  cover: Map<string, Cover>;
  lonely: Set<number>;
}

interface Cover {
  holding: number;
  /** 0..1 */
  suspicion: number;
}

function evidenceOf(figure: Figure, { company, cover, lonely }: Around): CellEvidence {
  const { row, col, cell, form, head } = figure;
  const { holding, suspicion } = cover.get(`${row},${col}`) ?? { holding: 0, suspicion: 0 };
  const beside = head ? NO_COMPANY : besideOf(figure, company);
  const usualDigits = head ? 0 : company.usualDigits(col);
  const is = (sign: boolean) => (sign ? 1 : 0);
  return {
    unsure: unsureness(cell),
    contested: is((cell.alternatives ?? []).length > 0),
    ...beside,
    torn: is(form.torn),
    tiny: is(form.digits === 1 && !form.zero && usualDigits >= LONG_DIGITS),
    lonely: is(!head && lonely.has(col)),
    company: 0,
    broken: suspicion,
    proved: is(holding > 0),
    provedTwice: is(holding > 1),
  };
}

const LONG_DIGITS = 4;

type Beside = Pick<CellEvidence, 'shortInColumn' | 'shortInRow' | 'oddGroups' | 'oddPercent'>;
const NO_COMPANY: Beside = { shortInColumn: 0, shortInRow: 0, oddGroups: 0, oddPercent: 0 };

/** A row of percentages or of amounts per share differs from its columns, a column of counts from its rows: neither is odd. */
function besideOf(figure: Figure, company: FigureCompany): Beside {
  const column = company.decimals(figure, 'col');
  const row = company.decimals(figure, 'row');
  return {
    shortInColumn: row.same >= FITTING ? 0 : Math.min(1, 2 * column.more),
    shortInRow: column.same >= FITTING ? 0 : Math.min(1, 2 * row.more),
    oddGroups: company.otherGroups(figure),
    oddPercent: company.otherPercent(figure, 'row') <= 1 - FITTING ? 0 : company.otherPercent(figure, 'col'),
  };
}

const FITTING = 0.9;

/** On a scale on which halving the doubt is one step as long everywhere; from 0 to 4. */
function unsureness({ confidence }: Cell): number {
  return Math.min(4, Math.max(0, Math.log((1.01 - confidence) / 0.02)));
}

/**
 * Of every cell the checks that hold, and the suspicion that a broken one casts on it: the fewer others could be wrong, the more,
 * and all of it where another reading would heal the check.
 */
function coverOf({ checks, repairs = [] }: Proof): Map<string, Cover> {
  const members = ({ target, addends }: Check) => [target, ...addends].map(({ row, col }) => `${row},${col}`);
  const cover = new Map<string, Cover>();
  const coverAt = (at: string) => cover.get(at) ?? { holding: 0, suspicion: 0 };
  for (const check of checks)
    for (const at of check.state === 'broken' ? [] : members(check))
      cover.set(at, { ...coverAt(at), holding: coverAt(at).holding + 1 });
  for (const check of checks) {
    if (check.state !== 'broken') continue;
    const open = members(check).filter((at) => coverAt(at).holding === 0);
    for (const at of open)
      cover.set(at, { ...coverAt(at), suspicion: Math.max(coverAt(at).suspicion, 1 / open.length) });
  }
  for (const { row, col } of repairs)
    cover.set(`${row},${col}`, { ...coverAt(`${row},${col}`), suspicion: 1 });
  return cover;
}

/** Columns of the body that are nearly empty: mostly the space between two columns that was cut badly. */
function lonelyColumns(rows: readonly Row[]): Set<number> {
  const body = rows.filter(({ role }) => role !== 'head' && role !== 'section');
  const lonely = new Set<number>();
  if (body.length < LEAST_ROWS) return lonely;
  for (let col = 0; col < (rows[0]?.cells.length ?? 0); col++) {
    const filled = body.filter(({ cells }) => (cells[col]?.raw ?? '') !== '').length;
    if (filled <= LONELY_SHARE * body.length) lonely.add(col);
  }
  return lonely;
}

const LEAST_ROWS = 4;
const LONELY_SHARE = 0.2;
