import { type ManifestRow, takeDueManifests } from '#db/deletions.ts';
import type { Ctx } from '../context.ts';
import { ringErasure } from './ring-erasure.ts';

const hourMs = 60 * 60 * 1000;

/**
 * Rings for every deletion whose time has come: an unfinished one, and a completed one that is looked at once more. Two
 * sweeps never take the same one. What takes longer than a day is an error in the log, each time it is rung for.
 */
export async function sweepDeletions(ctx: Ctx): Promise<{ rung: number; overdue: number }> {
  if (!ctx.config.FEATURES_T3_GDPR) return { rung: 0, overdue: 0 };
  const due = await takeDueManifests(ctx.db, ctx.config.DELETION_SWEEP_INTERVAL_SECONDS);
  for (const manifest of due) await ringErasure(ctx, manifest.job_id);
  const overdue = due.filter(isOverdue);
  for (const manifest of overdue) alert(ctx, manifest);
  return { rung: due.length, overdue: overdue.length };
}

/** A day after it was asked for; and after its completion a day after it should have been looked at again. */
function isOverdue({ requested_at, completed_at }: ManifestRow): boolean {
  const end =
    completed_at === null ? requested_at.getTime() + 24 * hourMs : completed_at.getTime() + 48 * hourMs;
  return end < Date.now();
}

function alert({ log, traceId }: Ctx, manifest: ManifestRow): void {
  const { job_id: jobId, id: deletionId, status, attempts, error_code: code, requested_at } = manifest;
  log.error(
    { jobId, deletionId, status, attempts, code, requestedAt: requested_at.toISOString(), traceId },
    'a deletion is overdue',
  );
}
