import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { once } from '#netlify/http/once.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { createJobBody, pageQuery } from '#shared/contracts/requests.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import { listJobs } from '#shared/jobs/list-jobs.ts';
import { renewUpload } from '#shared/jobs/renew-upload.ts';

export default route('/api/jobs', {
  POST: once({
    effect: async ({ ctx, request }) => createJob(ctx, await readBody(request, createJobBody)),
    answer: (job) => json(201, job),
    renew: async (ctx, jobId) => ({ upload: await renewUpload(ctx, jobId) }),
  }),
  GET: async ({ ctx, url }) =>
    json(200, await listJobs(ctx, pageQuery.parse(Object.fromEntries(url.searchParams)))),
});

export const config: Config = {
  path: ['/api/jobs', '/v1/jobs'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
