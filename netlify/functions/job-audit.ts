import type { Config } from '@netlify/functions';
import { route } from '#netlify/http/route.ts';
import { trail } from '#netlify/http/trail.ts';
import { listEvents } from '#shared/audit/list-events.ts';
import { auditQuery } from '#shared/contracts/requests.ts';

export default route('/api/jobs/:jobId/audit', {
  GET: async ({ ctx, param, url }) => {
    const query = auditQuery.parse(Object.fromEntries(url.searchParams));
    return trail(await listEvents(ctx, param('jobId'), query), query.format, url);
  },
});

export const config: Config = {
  path: ['/api/jobs/:jobId/audit', '/v1/jobs/:jobId/audit'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
