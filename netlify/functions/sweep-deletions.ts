import type { Config } from '@netlify/functions';
import { scheduled } from '#netlify/http/scheduled.ts';
import { sweepErasures } from '#shared/deletion/sweep-erasures.ts';

export default scheduled('sweep', sweepErasures);

// Every minute: what is due by DELETION_SWEEP_INTERVAL_SECONDS is taken, and mostly that is nothing.
export const config: Config = { schedule: '* * * * *' };
