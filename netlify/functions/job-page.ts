import type { Config } from '@netlify/functions';
import { jsonWithAddress } from '#netlify/http/json-with-address.ts';
import { route } from '#netlify/http/route.ts';
import { getPage } from '#shared/pages/get-page.ts';

export default route('/api/jobs/:jobId/pages/:page', {
  GET: async ({ ctx, param }) =>
    jsonWithAddress(
      await getPage(ctx, param('jobId'), param('page')),
      'picture',
      ctx.config.PRESIGN_TTL_SECONDS,
    ),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/pages/:page', '/v1/jobs/:jobId/pages/:page'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
