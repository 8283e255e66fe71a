import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { once } from '#netlify/http/once.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { emptyBody } from '#shared/contracts/requests.ts';
import { startJob } from '#shared/jobs/start-job.ts';

export default route('/api/jobs/:jobId/start', {
  POST: once({
    effect: async ({ ctx, request, param }) => {
      await readBody(request, emptyBody);
      return startJob(ctx, param('jobId'));
    },
    answer: (job) => json(202, job),
  }),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/start', '/v1/jobs/:jobId/start'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
