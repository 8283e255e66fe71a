import type { Config } from '@netlify/functions';
import { scheduled } from '#netlify/http/scheduled.ts';
import { sweepWebhooks } from '#shared/webhooks/sweep-webhooks.ts';

export default scheduled('sweep', sweepWebhooks);

// Every minute: what waits for its next attempt is left alone, and mostly that is all there is.
export const config: Config = { schedule: '* * * * *' };
