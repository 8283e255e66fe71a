import { formatMinor } from '#shared/amounts/format-minor.ts';
import { nameFigure } from '#shared/proofs/name-figure.ts';
import { type SharedFigure, sharedFigure } from '#shared/proofs/shared-figure.ts';
import type {
  Cell,
  CellAddress,
  Check,
  Doubt,
  DoubtReason,
  Repair,
  Schedule,
} from '#shared/schedules/schedule.ts';
import { misreadingWords } from './misreading-words.ts';

/** What a person is told of a cell, and what can be done about it. */
export interface Explanation {
  tone: 'broken' | 'weak';
  headline: string;
  body: string;
  /** The reading that would fit; null where nobody knows better. */
  repair: Repair | null;
  /** The text as it stands, to be kept. */
  raw: string;
  /** Other readings the recogniser held possible; none beside a repair, which is better than they are. */
  alternatives: string[];
}

/** Why a cell wants a look; null for a cell that nothing speaks against. */
export function explainCell(schedule: Schedule, at: CellAddress): Explanation | null {
  const cell = schedule.rows[at.row]?.cells[at.col];
  if (!cell) return null;
  const isHere = (other: CellAddress) => other.row === at.row && other.col === at.col;
  const repair = schedule.proof.repairs?.find(isHere) ?? null;
  const doubt = schedule.doubts.find(isHere);
  const broken = schedule.proof.checks.filter(({ state }) => state === 'broken');
  const shared = sharedAt(broken, isHere);
  const missing = broken.find(({ target }) => isHere(target));
  if (!repair && !doubt && !shared && !missing) return null;
  const about = { raw: cell.raw, repair, alternatives: repair ? [] : othersOf(cell) };
  const name = nameFigure(schedule, at);
  if (repair || shared || missing) {
    const why = shared ? sharedWhy(shared) : repair ? healedWhy(repair) : missingWhy(missing as Check);
    const told = repair
      ? `${why} ${proposal(repair)}`
      : [why, doubt?.sentence.concat('.'), CHECK_PAGE].filter(Boolean).join(' ');
    return { tone: 'broken', headline: `${name} does not fit.`, body: told, ...about };
  }
  return { ...weak(name, doubt as Doubt), ...about };
}

const CHECK_PAGE = 'Compare it with the page.';

/** Pairs are taken away one by one: a schedule may have several cells that explain two sums each. */
function sharedAt(broken: readonly Check[], isHere: (at: CellAddress) => boolean): SharedFigure | null {
  let left = broken;
  for (let pair = sharedFigure(left); pair; pair = sharedFigure(left)) {
    if (isHere(pair.at)) return pair;
    const { checks } = pair;
    left = left.filter((check) => !checks.includes(check));
  }
  return null;
}

function sharedWhy({ ways, checks: [check] }: SharedFigure): string {
  return `${capital(ways)} are both out by ${missed(check)}; this one cell explains both.`;
}

function healedWhy({ heals }: Repair): string {
  const [first] = heals;
  if (!first) return '';
  const amount = formatMinor(Math.abs(first.beforeMinor), first.scale);
  return heals.length === 1
    ? `${SUMS[first.prover]} it stands in is out by ${amount}.`
    : `${heals.length} sums it stands in do not hold; this reading mends them.`;
}

const SUMS: Record<Check['prover'], string> = {
  footing: 'The column',
  'cross-foot': 'The row',
  'running-balance': 'The balance',
  equality: 'The equation',
  product: 'The product',
  ratio: 'The percentage',
};

function missingWhy(check: Check): string {
  return `${WHENCE[check.prover]} ${formatMinor(check.computedMinor, check.scale)}, so it is out by ${missed(check)}.`;
}

const WHENCE: Record<Check['prover'], string> = {
  footing: 'Its rows add up to',
  'cross-foot': 'Its row adds up to',
  'running-balance': 'The balance before it and its row give',
  equality: 'What it must equal comes to',
  product: 'Its factors give',
  ratio: 'The figures it is a percentage of give',
};

function proposal({ raw, reading, misreading }: Repair): string {
  const how = misreadingWords(misreading, raw, reading);
  return `The page most likely says ${reading}${how ? ` (${how})` : ''}.`;
}

function weak(name: string, { reason, sentence }: Doubt): Pick<Explanation, 'tone' | 'headline' | 'body'> {
  return {
    tone: 'weak',
    headline: `${name} ${REASONS[reason]}.`,
    body: `${sentence.replace(/\.?$/, '.')} ${CHECK_PAGE}`,
  };
}

const REASONS: Record<DoubtReason, string> = {
  unsure: 'was hard to read',
  contested: 'could be read in more than one way',
  'breaks-sum': 'stands in a sum that does not hold',
  'odd-decimals': 'has other decimals than the figures around it',
  'odd-form': 'is written otherwise than the figures around it',
  torn: 'cannot be a figure as it was read',
  stray: 'stands alone or off its column',
  'no-figure': 'holds text where a figure should stand',
  'several-figures': 'holds several figures',
  'cut-range': 'goes on in the row below',
  'ambiguous-date': 'is a date whose day and month could be swapped',
};

function othersOf({ alternatives = [], raw }: Cell): string[] {
  return alternatives.filter((text) => text !== raw).slice(0, 2);
}

function missed({ printedMinor, computedMinor, scale }: Check): string {
  return formatMinor(Math.abs(printedMinor - computedMinor), scale);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
