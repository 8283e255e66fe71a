import type { Config } from '@netlify/functions';
import { scheduled } from '#netlify/http/scheduled.ts';
import { sweepLimits } from '#shared/limits/sweep-limits.ts';

export default scheduled('sweep', sweepLimits);

// Every minute, which is as long as a window.
export const config: Config = { schedule: '* * * * *' };
