import type { Check, Proof, ProofState } from '../schedules/schedule.ts';
import { crossFoot } from './cross-foot.ts';
import { equality } from './equality.ts';
import { figureTable, type FigureTable, type Provable } from './figure-table.ts';
import { footing } from './footing.ts';
import { product } from './product.ts';
import { proofSentence } from './proof-sentence.ts';
import { ratio } from './ratio.ts';
import { runningBalance } from './running-balance.ts';

/**
 * Proves the arithmetic of one schedule with every prover and says how much of it is covered. Pure; a schedule without sums
 * is 'nothing-to-prove', which is not a pass.
 */
export function proveSchedule(schedule: Provable): Proof {
  const table = figureTable(schedule);
  const checks = distinct(PROVERS.flatMap((prover) => prover(table)));
  const proof = { state: stateOf(checks), checks, ...coverage(table, checks) };
  return { ...proof, sentence: proofSentence(schedule, proof) };
}

const PROVERS: readonly ((table: FigureTable) => Check[])[] = [
  footing,
  crossFoot,
  runningBalance,
  product,
  ratio,
  equality,
];

/** One equation found by two provers is one check; the first keeps its prover and learns the identity of the second. */
function distinct(checks: Check[]): Check[] {
  const known = new Map<string, Check>();
  for (const check of checks) {
    const cells = check.prover === 'product' || check.prover === 'ratio' ? check.prover : 'sum';
    const addends = check.addends.map(({ row, col, sign }) => `${row},${col},${sign}`).sort();
    const key = `${cells} ${check.target.row},${check.target.col} ${addends.join(' ')}`;
    const first = known.get(key);
    if (!first) known.set(key, check);
    else if (check.identity !== undefined && first.identity === undefined)
      known.set(key, { ...first, identity: check.identity });
  }
  return [...known.values()];
}

function stateOf(checks: Check[]): ProofState {
  if (checks.some((check) => check.state === 'broken')) return 'broken';
  if (checks.length === 0) return 'nothing-to-prove';
  return checks.some((check) => check.state === 'proved-within-rounding')
    ? 'proved-within-rounding'
    : 'proved';
}

/** Percentages are no amounts: they are proved, yet not counted. */
function coverage(table: FigureTable, checks: Check[]): Pick<Proof, 'coveredCells' | 'amountCells'> {
  const holding = checks.filter((check) => check.state !== 'broken');
  const covered = new Set(
    holding.flatMap((check) => [check.target, ...check.addends]).map((cell) => `${cell.row},${cell.col}`),
  );
  let [coveredCells, amountCells] = [0, 0];
  for (const row of table.rows)
    row.figures.forEach((figure, col) => {
      if (figure === null || row.percents[col]) return;
      amountCells++;
      if (covered.has(`${row.index},${col}`)) coveredCells++;
    });
  return { coveredCells, amountCells };
}
