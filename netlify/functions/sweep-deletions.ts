import type { Config } from '@netlify/functions';
import { scheduled } from '#netlify/http/scheduled.ts';
import { sweepDeletions } from '#shared/deletion/sweep-deletions.ts';

export default scheduled('sweep', async (ctx) => ({ rung: await sweepDeletions(ctx) }));

export const config: Config = { schedule: '*/5 * * * *' };
