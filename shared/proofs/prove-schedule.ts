import type { Check, Proof, ProofState } from '../schedules/schedule.ts';
import { crossFoot } from './cross-foot.ts';
import { equality } from './equality.ts';
import { figureTable, type FigureTable, type Provable } from './figure-table.ts';
import { footing } from './footing.ts';
import { product } from './product.ts';
import type { ProofMemory } from './proof-memory.ts';
import { proofSentence } from './proof-sentence.ts';
import { proposeRepairs } from './propose-repairs.ts';
import { ratio } from './ratio.ts';
import { runningBalance } from './running-balance.ts';
import { shares } from './shares.ts';
import { taxLines } from './tax-lines.ts';

/**
 * Proves the arithmetic of one schedule with every prover, says how much of it is covered, and proposes readings that would
 * heal what is broken. Pure; a schedule without sums is 'nothing-to-prove', which is not a pass. `memory` only saves time.
 */
export function proveSchedule(schedule: Provable, memory?: ProofMemory): Proof {
  const table = figureTable(schedule, memory);
  const checks = distinct(PROVERS.flatMap((prover) => prover(table)));
  const proof = { state: stateOf(table, checks), checks, ...coverage(table, checks) };
  const repairs = proposeRepairs(schedule, checks);
  return {
    ...proof,
    sentence: proofSentence(schedule, proof),
    ...(repairs.length > 0 ? { repairs } : {}),
  };
}

const PROVERS: readonly ((table: FigureTable) => Check[])[] = [
  footing,
  crossFoot,
  shares,
  runningBalance,
  product,
  ratio,
  equality,
  taxLines,
];

/** A sum that words and figures found alike is one check: it stands where it was found first and learns its identity. */
function distinct(checks: Check[]): Check[] {
  const byWords = checks.filter(({ prover }) => prover === 'equality');
  const known = new Map<string, Check>();
  for (const check of byWords) known.set(keyOf(check), check);
  const same = (check: Check) => {
    const told = check.prover === 'footing' ? known.get(keyOf(check)) : undefined;
    if (!told) return check;
    known.delete(keyOf(check));
    return told.identity === undefined ? check : { ...check, identity: told.identity };
  };
  const merged = known.size === 0 ? checks : checks.map(same);
  return merged.filter((check) => check.prover !== 'equality' || known.get(keyOf(check)) === check);
}

function keyOf({ target, addends }: Check): string {
  const signed = addends.map(({ row, col, sign }) => `${row},${col},${sign}`).sort();
  return `${target.row},${target.col} ${signed.join(' ')}`;
}

/** That percentages are rounded is no news; only rounded amounts make a proof one within rounding. */
function stateOf(table: FigureTable, checks: Check[]): ProofState {
  if (checks.some((check) => check.state === 'broken')) return 'broken';
  if (checks.length === 0) return 'nothing-to-prove';
  const percents = new Set(
    table.rows.flatMap(({ index, percents }) =>
      percents.flatMap((percent, col) => (percent ? [`${index},${col}`] : [])),
    ),
  );
  const rounded = ({ state, prover, target }: Check) =>
    state === 'proved-within-rounding' && prover !== 'ratio' && !percents.has(`${target.row},${target.col}`);
  return checks.some(rounded) ? 'proved-within-rounding' : 'proved';
}

/** Percentages are no amounts: they are proved, yet not counted. */
function coverage(table: FigureTable, checks: Check[]): Pick<Proof, 'coveredCells' | 'amountCells'> {
  const width = table.heads.length;
  const covered = new Uint8Array(((table.rows.at(-1)?.index ?? 0) + 1) * width);
  for (const { state, target, addends } of checks) {
    if (state === 'broken') continue;
    covered[target.row * width + target.col] = 1;
    for (const { row, col } of addends) covered[row * width + col] = 1;
  }
  let [coveredCells, amountCells] = [0, 0];
  for (const { index, figures, percents } of table.rows)
    for (let col = 0; col < width; col++) {
      if ((figures[col] ?? null) === null || percents[col]) continue;
      amountCells++;
      coveredCells += covered[index * width + col] ?? 0;
    }
  return { coveredCells, amountCells };
}
