import { whereBroken } from '#shared/proofs/where-broken.ts';
import type { Doubt } from '#shared/schedules/schedule.ts';
import type { BuiltSchedule } from './build-schedule.ts';

/**
 * The figures of text layers at which a proof is broken: nobody misread them, so the document itself does not add up, and by how much
 * is worth telling. Recognised figures are left out: there a broken sum is evidence of a misreading, and is weighed as such. `scanned`
 * are their pages.
 */
export function brokenFigures({ rows, proof }: BuiltSchedule, scanned: ReadonlySet<number>): Doubt[] {
  return whereBroken(proof.checks).flatMap(({ row, col, why }): Doubt[] => {
    const cell = rows[row]?.cells[col];
    if (!cell || scanned.has(cell.page)) return [];
    return [{ row, col, reason: 'breaks-sum', sentence: `Printed ${cell.raw}, page ${cell.page}: ${why}` }];
  });
}
