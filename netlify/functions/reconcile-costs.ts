import type { Config } from '@netlify/functions';
import { scheduled } from '#netlify/http/scheduled.ts';
import { reconcileCosts } from '#shared/costs/reconcile-costs.ts';

export default scheduled('reconciliation', reconcileCosts);

export const config: Config = { schedule: '*/5 * * * *' };
