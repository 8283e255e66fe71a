import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { once } from '#netlify/http/once.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { retryBody } from '#shared/contracts/requests.ts';
import { retryJob } from '#shared/jobs/retry-job.ts';

export default route('/api/jobs/:jobId/retry', {
  POST: once({
    effect: async ({ ctx, request, param }) =>
      retryJob(ctx, param('jobId'), await readBody(request, retryBody)),
    answer: (job) => json(202, job),
  }),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/retry', '/v1/jobs/:jobId/retry'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
