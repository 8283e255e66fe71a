import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { getExport } from '#shared/exports/get-export.ts';

export default route('/api/jobs/:jobId/exports/:exportId', {
  GET: async ({ ctx, param }) =>
    json(200, await getExport(ctx, { jobId: param('jobId'), exportId: param('exportId') })),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/exports/:exportId', '/v1/jobs/:jobId/exports/:exportId'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
