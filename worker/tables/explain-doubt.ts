import { formatMinor } from '#shared/amounts/format-minor.ts';
import type { CellAddress, Check, Doubt, DoubtReason, Proof } from '#shared/schedules/schedule.ts';
import type { CellEvidence, CellFeature } from './cell-evidence.ts';
import type { WeighedCell } from './find-doubts.ts';
import { TRUST_WEIGHTS } from './trust-weights.ts';

/** Why a figure is doubted, in words: the reading that would heal a sum, the evidence that weighs most, or the sum that it breaks. */
export function explainDoubt(
  { row, col, cell, evidence, confidence }: WeighedCell,
  { checks, repairs = [] }: Pick<Proof, 'checks' | 'repairs'>,
): Doubt {
  const isHere = (at: CellAddress) => at.row === row && at.col === col;
  const broken = checks.find(
    ({ state, target, addends }) => state === 'broken' && [target, ...addends].some(isHere),
  );
  const repair = repairs.find(isHere);
  const heaviest = heaviestReason(evidence);
  const read = `Read ${shorten(cell.raw)} with ${Math.round(100 * confidence)} % confidence, page ${cell.page}`;
  const told = (reason: DoubtReason, why: string): Doubt => ({ row, col, reason, sentence: `${read}${why}` });
  if (repair) return told('breaks-sum', `: read as ${repair.reading} it would fit its sums`);
  if (broken && evidence.broken > 0 && WEAK.has(heaviest)) return told('breaks-sum', outBy(broken));
  if (heaviest !== 'contested') return told(heaviest, WORDS[heaviest] ?? '');
  return told(heaviest, `: could also be ${(cell.alternatives ?? []).slice(0, 2).join(' or ')}`);
}

function heaviestReason(evidence: CellEvidence): DoubtReason {
  const against = Object.entries(REASONS).map(([feature, reason]) => ({
    reason,
    weight: -(TRUST_WEIGHTS.cell.weights[feature] ?? 0) * evidence[feature as CellFeature],
  }));
  return against.reduce((most, each) => (each.weight > most.weight ? each : most)).reason;
}

const REASONS: Partial<Record<CellFeature, DoubtReason>> = {
  unsure: 'unsure',
  contested: 'contested',
  shortInColumn: 'odd-decimals',
  shortInRow: 'odd-decimals',
  oddGroups: 'odd-form',
  oddPercent: 'odd-form',
  torn: 'torn',
  tiny: 'stray',
  lonely: 'stray',
};

/** What the recogniser says of itself tells a person less than a sum that does not hold. */
const WEAK: ReadonlySet<DoubtReason> = new Set(['unsure', 'contested']);

const WORDS: Partial<Record<DoubtReason, string>> = {
  'odd-decimals': ': figures beside it have more decimals',
  'odd-form': ': the figures around it are written otherwise',
  torn: ': no figure is written like this',
  stray: ': it may be a dash or a line of the page',
};

function outBy({ printedMinor, computedMinor, scale }: Check): string {
  return `: it stands in a sum that is out by ${formatMinor(Math.abs(printedMinor - computedMinor), scale)}`;
}

const LONGEST = 60;

function shorten(raw: string): string {
  return raw.length > LONGEST ? `${raw.slice(0, LONGEST)}…` : raw;
}
