import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { once } from '#netlify/http/once.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { emptyBody } from '#shared/contracts/requests.ts';
import { cancelJob } from '#shared/jobs/cancel-job.ts';

export default route('/api/jobs/:jobId/cancel', {
  POST: once({
    effect: async ({ ctx, request, param }) => {
      await readBody(request, emptyBody);
      return cancelJob(ctx, param('jobId'));
    },
    answer: ({ job, stopping }) => json(stopping ? 202 : 200, job),
  }),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/cancel', '/v1/jobs/:jobId/cancel'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
