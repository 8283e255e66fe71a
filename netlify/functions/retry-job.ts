import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { retryBody } from '#shared/contracts/requests.ts';
import { retryJob } from '#shared/jobs/retry-job.ts';

export default route('/api/jobs/:jobId/retry', {
  POST: async ({ ctx, request, param }) => {
    const body = await readBody(request, retryBody);
    return json(202, await retryJob(ctx, param('jobId'), body));
  },
});

export const config: Config = {
  path: ['/api/jobs/:jobId/retry', '/v1/jobs/:jobId/retry'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
