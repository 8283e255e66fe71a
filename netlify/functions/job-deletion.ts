import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { getDeletion } from '#shared/deletion/get-deletion.ts';

export default route('/api/jobs/:jobId/deletion', {
  GET: async ({ ctx, param }) => json(200, await getDeletion(ctx, param('jobId'))),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/deletion', '/v1/jobs/:jobId/deletion'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
