import type { Config } from '@netlify/functions';
import { scheduled } from '#netlify/http/scheduled.ts';
import { sweepDeletions } from '#shared/deletion/sweep-deletions.ts';

export default scheduled('sweep', sweepDeletions);

// Every minute: what is due by DELETION_SWEEP_INTERVAL_SECONDS is taken, and mostly that is nothing.
export const config: Config = { schedule: '* * * * *' };
