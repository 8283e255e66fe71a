import type { Config } from '@netlify/functions';
import { jsonWithAddress } from '#netlify/http/json-with-address.ts';
import { route } from '#netlify/http/route.ts';
import { getExport } from '#shared/exports/get-export.ts';

export default route('/api/jobs/:jobId/exports/:exportId', {
  GET: async ({ ctx, param }) =>
    jsonWithAddress(
      await getExport(ctx, { jobId: param('jobId'), exportId: param('exportId') }),
      'download',
      ctx.config.PRESIGN_TTL_SECONDS,
    ),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/exports/:exportId', '/v1/jobs/:jobId/exports/:exportId'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
