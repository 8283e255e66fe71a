import type { Config } from '@netlify/functions';
import { scheduled } from '#netlify/http/scheduled.ts';
import { logCheckpoints } from '#shared/audit/log-checkpoints.ts';
import { sealTrail } from '#shared/audit/seal-trail.ts';

// Behind the worker, which seals every few seconds: rows are sealed also where no worker runs.
export default scheduled('reconciliation', async (ctx) => ({
  sealed: await sealTrail(ctx),
  checkpoints: await logCheckpoints(ctx),
}));

export const config: Config = { schedule: '*/5 * * * *' };
