import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { type Call, route } from '#netlify/http/route.ts';
import { emptyBody } from '#shared/contracts/requests.ts';
import { getDeletion } from '#shared/deletion/get-deletion.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';

export default route('/api/jobs/:jobId/delete', {
  POST: askForDeletion,
  DELETE: askForDeletion,
  GET: async ({ ctx, param }) => json(200, await getDeletion(ctx, param('jobId'))),
});

/** The answer is the seed's: {ok, jobId, status, manifest, requestId}. */
async function askForDeletion({ ctx, request, param }: Call): Promise<Response> {
  await readBody(request, emptyBody);
  const manifest = await requestDeletion(ctx, param('jobId'));
  const { jobId, status } = manifest;
  return json(status === 'COMPLETED' ? 200 : 202, {
    ok: true,
    jobId,
    status,
    manifest,
    requestId: ctx.traceId,
  });
}

export const config: Config = {
  path: ['/api/jobs/:jobId/delete', '/v1/jobs/:jobId/delete'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
