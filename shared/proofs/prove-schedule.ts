import type { Check, Proof, ProofState } from '../schedules/schedule.ts';
import { crossFoot } from './cross-foot.ts';
import { figureTable, type FigureTable, type Provable } from './figure-table.ts';
import { footing } from './footing.ts';
import { proofSentence } from './proof-sentence.ts';

/**
 * Proves the arithmetic of one schedule with every prover and says how much of it is covered. Pure; a schedule without sums
 * is 'nothing-to-prove', which is not a pass.
 */
export function proveSchedule(schedule: Provable): Proof {
  const table = figureTable(schedule);
  const checks = PROVERS.flatMap((prover) => prover(table));
  const proof = { state: stateOf(checks), checks, ...coverage(table, checks) };
  return { ...proof, sentence: proofSentence(schedule, proof) };
}

const PROVERS: readonly ((table: FigureTable) => Check[])[] = [footing, crossFoot];

function stateOf(checks: Check[]): ProofState {
  if (checks.some((check) => check.state === 'broken')) return 'broken';
  if (checks.length === 0) return 'nothing-to-prove';
  return checks.some((check) => check.state === 'proved-within-rounding')
    ? 'proved-within-rounding'
    : 'proved';
}

function coverage(table: FigureTable, checks: Check[]): Pick<Proof, 'coveredCells' | 'amountCells'> {
  const holding = checks.filter((check) => check.state !== 'broken');
  const covered = new Set(
    holding.flatMap((check) => [check.target, ...check.addends]).map((cell) => `${cell.row},${cell.col}`),
  );
  const amountCells = table.rows.reduce(
    (sum, row) => sum + row.figures.filter((figure) => figure !== null).length,
    0,
  );
  return { coveredCells: covered.size, amountCells };
}
