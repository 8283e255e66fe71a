import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { getJobCost } from '#shared/costs/get-job-cost.ts';

export default route('/api/jobs/:jobId/cost', {
  GET: async ({ ctx, param }) => json(200, await getJobCost(ctx, param('jobId'))),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/cost', '/v1/jobs/:jobId/cost'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
