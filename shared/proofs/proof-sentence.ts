import { formatMinor } from '../amounts/format-minor.ts';
import type { CellAddress, Check, Proof } from '../schedules/schedule.ts';
import type { Provable } from './figure-table.ts';

/**
 * The verdict in one sentence for a person: "foots and cross-foots", "foots; 42 of 45 figures are covered",
 * "Computers, Additions is out by 50". A figure that its row and its column find wrong by the same amount is named itself.
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
  return `${VERBS.flatMap(([prover, verb]) => (proof.checks.some((check) => check.prover === prover) ? [verb] : [])).join(' and ')}${rounding}${coverage}`;
}

const VERBS: readonly [Check['prover'], string][] = [
  ['footing', 'foots'],
  ['cross-foot', 'cross-foots'],
  ['running-balance', 'balances run on'],
  ['equality', 'totals agree'],
  ['product', 'products agree'],
];

function brokenSentence(schedule: Provable, broken: Check[], first: Check): string {
  const shared = sharedFigure(broken);
  const amount = (check: Check) =>
    formatMinor(Math.abs(check.printedMinor - check.computedMinor), check.scale);
  if (shared)
    return `${nameOf(schedule, shared.at)} does not fit: row and column are both out by ${amount(shared.check)}`;
  const others =
    broken.length > 1
      ? `, and ${broken.length - 1} more ${broken.length > 2 ? 'do' : 'does'} not add up`
      : '';
  return `${nameOf(schedule, first.target)} is out by ${amount(first)}${others}`;
}

/** The one cell that a broken footing and a broken cross-foot have in common, where both miss by the same amount. */
function sharedFigure(broken: Check[]): { at: CellAddress; check: Check } | null {
  const missed = (check: Check) => Math.abs(check.printedMinor - check.computedMinor);
  const cellsOf = (check: Check): CellAddress[] => [check.target, ...check.addends];
  for (const down of broken.filter((check) => check.prover === 'footing')) {
    for (const across of broken.filter(
      (check) => check.prover === 'cross-foot' && missed(check) === missed(down),
    )) {
      const at = cellsOf(down).find((cell) =>
        cellsOf(across).some((other) => other.row === cell.row && other.col === cell.col),
      );
      if (at) return { at: { row: at.row, col: at.col }, check: down };
    }
  }
  return null;
}

function nameOf(schedule: Provable, at: CellAddress): string {
  const label = schedule.rows[at.row]?.cells.find(
    (cell) => /\p{L}/u.test(cell.raw) && cell.value.type === 'text',
  )?.raw;
  const heading = schedule.columns[at.col]?.heading;
  return [label ?? `Row ${at.row + 1}`, heading].filter(Boolean).join(', ');
}
