import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { listPages } from '#shared/pages/list-pages.ts';

export default route('/api/jobs/:jobId/pages', {
  GET: async ({ ctx, param }) => json(200, await listPages(ctx, param('jobId'))),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/pages', '/v1/jobs/:jobId/pages'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
