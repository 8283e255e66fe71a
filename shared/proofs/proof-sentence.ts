import { formatMinor } from '../amounts/format-minor.ts';
import type { Check, Proof } from '../schedules/schedule.ts';
import type { Provable } from './figure-table.ts';
import { nameFigure } from './name-figure.ts';
import { sharedFigure } from './shared-figure.ts';

/**
 * The verdict in one sentence for a person: "foots and cross-foots", "foots; 42 of 45 figures are covered", "debits = credits
 * (4,812,300.00)", "balance runs through 64 rows", "Computers, Additions is out by 50". A figure that two broken sums find wrong
 * by the same amount is named itself.
 */
export function proofSentence(schedule: Provable, proof: Omit<Proof, 'sentence'>): string {
  const broken = proof.checks.filter((check) => check.state === 'broken');
  const [first] = broken;
  if (first) return brokenSentence(schedule, broken, first);
  if (proof.state === 'nothing-to-prove') return 'nothing to prove';
  const rounding = proof.state === 'proved-within-rounding' ? ' within rounding' : '';
  const coverage =
    proof.coveredCells < proof.amountCells
      ? `; ${proof.coveredCells} of ${proof.amountCells} figures are covered`
      : '';
  return `${list(clauses(proof.checks))}${rounding}${coverage}`;
}

const MOST_CLAUSES = 4;

function clauses(checks: Check[]): string[] {
  const of = (prover: Check['prover']) => checks.filter((check) => check.prover === prover);
  const links = of('running-balance');
  return [
    of('footing').length > 0 ? 'foots' : '',
    of('cross-foot').some(({ constantMinor }) => constantMinor === undefined) ? 'cross-foots' : '',
    links.length > 0
      ? `balance runs through ${new Set(links.map(({ target }) => target.row)).size + 1} rows`
      : '',
    ...equations(of('equality')),
    of('product').length > 0 ? (of('product')[0]?.identity ?? 'products agree') : '',
    of('cross-foot').some(({ constantMinor }) => constantMinor !== undefined) ? 'shares add up to 100' : '',
    of('ratio').length > 0 ? 'percentages agree' : '',
  ]
    .filter((clause) => clause !== '')
    .slice(0, MOST_CLAUSES);
}

/** Each equality by the words of its identity and the figure both sides come to, of the last row and the first column. */
function equations(checks: Check[]): string[] {
  const byIdentity = new Map<string, Check>();
  for (const check of checks) {
    const told = check.identity ?? 'totals agree';
    const known = byIdentity.get(told);
    if (!known || known.target.row < check.target.row) byIdentity.set(told, check);
  }
  return [...byIdentity].map(
    ([told, { printedMinor, scale }]) => `${told} (${formatMinor(printedMinor, scale)})`,
  );
}

function list(parts: string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function brokenSentence(schedule: Provable, broken: Check[], first: Check): string {
  const amount = (check: Check) =>
    formatMinor(Math.abs(check.printedMinor - check.computedMinor), check.scale);
  const shared = sharedFigure(broken);
  if (shared)
    return `${nameFigure(schedule, shared.at)} does not fit: ${shared.ways} are both out by ${amount(shared.checks[0])}`;
  const others =
    broken.length > 1
      ? `, and ${broken.length - 1} more ${broken.length > 2 ? 'do' : 'does'} not add up`
      : '';
  return `${nameFigure(schedule, first.target)} is out by ${amount(first)}${others}`;
}
