import { forgetEndedWindows } from '#db/rate-limits.ts';
import type { Ctx } from '../context.ts';

/** Takes the counters of windows that are over out of the database, so that nothing is kept of who called; Redis does it itself. */
export async function sweepLimits(ctx: Ctx): Promise<{ forgotten: number }> {
  return { forgotten: await forgetEndedWindows(ctx.systemDb) };
}
