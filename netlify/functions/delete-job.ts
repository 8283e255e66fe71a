import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { once } from '#netlify/http/once.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { emptyBody } from '#shared/contracts/requests.ts';
import { getDeletion } from '#shared/deletion/get-deletion.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';

/** The answer is the seed's: {ok, jobId, status, manifest, requestId}. */
const askForDeletion = once({
  effect: async ({ ctx, request, param }) => {
    await readBody(request, emptyBody);
    return requestDeletion(ctx, param('jobId'));
  },
  answer: (manifest, { ctx: { traceId: requestId } }) => {
    const { jobId, status } = manifest;
    return json(status === 'COMPLETED' ? 200 : 202, { ok: true, jobId, status, manifest, requestId });
  },
});

export default route('/api/jobs/:jobId/delete', {
  POST: askForDeletion,
  DELETE: askForDeletion,
  GET: async ({ ctx, param }) => json(200, await getDeletion(ctx, param('jobId'))),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/delete', '/v1/jobs/:jobId/delete'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
