import { formatMinor } from '#shared/amounts/format-minor.ts';
import { sharedFigure } from '#shared/proofs/shared-figure.ts';
import type { CellAddress, Check, Doubt } from '#shared/schedules/schedule.ts';
import type { BuiltSchedule } from './build-schedule.ts';

/**
 * The figures of text layers at which a proof is broken: nobody misread them, so the document itself does not add up, and by how much
 * is worth telling. Of two sums that miss by the same amount it is the figure they share, else what a sum should have come to.
 * Recognised figures are left out: there a broken sum is evidence of a misreading, and is weighed as such. `scanned` are their pages.
 */
export function brokenFigures(schedule: BuiltSchedule, scanned: ReadonlySet<number>): Doubt[] {
  const doubts: Doubt[] = [];
  let broken = schedule.proof.checks.filter(({ state }) => state === 'broken');
  for (let pair = sharedFigure(broken); pair; pair = sharedFigure(broken)) {
    const { at, checks, ways } = pair;
    doubts.push(doubtAt(schedule, at, `${ways} are both out by ${missed(checks[0])}`));
    broken = broken.filter((check) => !checks.includes(check));
  }
  doubts.push(...broken.map((check) => doubtAt(schedule, check.target, outBy(check))));
  return doubts.filter(({ row, col }) => {
    const cell = schedule.rows[row]?.cells[col];
    return cell !== undefined && !scanned.has(cell.page);
  });
}

function doubtAt(schedule: BuiltSchedule, { row, col }: CellAddress, why: string): Doubt {
  const cell = schedule.rows[row]?.cells[col];
  return {
    row,
    col,
    reason: 'breaks-sum',
    sentence: `Printed ${cell?.raw ?? ''}, page ${cell?.page ?? 0}: ${why}`,
  };
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
