import { listDueManifests } from '#db/deletions.ts';
import type { Ctx } from '../context.ts';
import { ringErasure } from './ring-erasure.ts';

/** Rings again for every deletion that is not finished and whose time has come; answers how many. */
export async function sweepDeletions(ctx: Ctx): Promise<number> {
  if (!ctx.config.FEATURES_T3_GDPR) return 0;
  const due = await listDueManifests(ctx.db);
  for (const manifest of due) await ringErasure(ctx, manifest.job_id);
  return due.length;
}
