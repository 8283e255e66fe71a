import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { type Call, route } from '#netlify/http/route.ts';
import { emptyBody } from '#shared/contracts/requests.ts';
import { holdJob } from '#shared/deletion/hold-job.ts';

export default route('/api/jobs/:jobId/legal-hold', {
  PUT: async (call) => answer(call, true),
  DELETE: async (call) => answer(call, false),
});

async function answer({ ctx, request, param }: Call, held: boolean): Promise<Response> {
  await readBody(request, emptyBody);
  return json(200, await holdJob(ctx, param('jobId'), held));
}

export const config: Config = {
  path: ['/api/jobs/:jobId/legal-hold', '/v1/jobs/:jobId/legal-hold'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
