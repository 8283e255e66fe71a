import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { getJob } from '#shared/jobs/get-job.ts';

export default route('/api/jobs/:jobId', {
  GET: async ({ ctx, param }) => json(200, await getJob(ctx, param('jobId'))),
});

export const config: Config = {
  path: ['/api/jobs/:jobId', '/v1/jobs/:jobId'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
