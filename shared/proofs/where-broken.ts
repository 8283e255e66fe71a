import { formatMinor } from '../amounts/format-minor.ts';
import type { CellAddress, Check } from '../schedules/schedule.ts';
import { sharedFigure } from './shared-figure.ts';

/** A figure at which sums are broken, and by how much, in words. */
export interface BrokenFigure extends CellAddress {
  why: string;
}

/** Of two sums that miss by the same amount it is the figure they share, else what a sum should have come to. */
export function whereBroken(checks: readonly Check[]): BrokenFigure[] {
  const found: BrokenFigure[] = [];
  let broken = checks.filter(({ state }) => state === 'broken');
  for (let pair = sharedFigure(broken); pair; pair = sharedFigure(broken)) {
    const { at, checks: both, ways } = pair;
    found.push({ ...at, why: `${ways} are both out by ${missed(both[0])}` });
    broken = broken.filter((check) => !both.includes(check));
  }
  return [...found, ...broken.map((check) => ({ ...check.target, why: outBy(check) }))];
}

function outBy(check: Check): string {
  const computed = formatMinor(check.computedMinor, check.scale);
  return `${WHENCE[check.prover]} ${computed}, it is out by ${missed(check)}`;
}

const WHENCE: Record<Check['prover'], string> = {
  footing: 'its rows add up to',
  'cross-foot': 'its row adds up to',
  'running-balance': 'the balance before it and its row give',
  equality: 'what it must equal comes to',
  product: 'its factors give',
  ratio: 'the figures it is a percentage of give',
};

function missed({ printedMinor, computedMinor, scale }: Check): string {
  return formatMinor(Math.abs(printedMinor - computedMinor), scale);
}
