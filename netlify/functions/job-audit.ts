import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { listEvents } from '#shared/audit/list-events.ts';
import { pageQuery } from '#shared/contracts/requests.ts';

export default route({
  GET: {
    scope: 'audit:read',
    handle: async ({ ctx, param, url }) =>
      json(200, await listEvents(ctx, param('jobId'), pageQuery.parse(Object.fromEntries(url.searchParams)))),
  },
});

export const config: Config = {
  path: ['/api/jobs/:jobId/audit', '/v1/jobs/:jobId/audit'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
