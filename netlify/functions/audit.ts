import type { Config } from '@netlify/functions';
import { route } from '#netlify/http/route.ts';
import { trail } from '#netlify/http/trail.ts';
import { listTrail } from '#shared/audit/list-trail.ts';
import { trailQuery } from '#shared/contracts/requests.ts';

export default route('/api/audit', {
  GET: async ({ ctx, url }) => {
    const query = trailQuery.parse(Object.fromEntries(url.searchParams));
    return trail(await listTrail(ctx, query), query.format, url);
  },
});

export const config: Config = {
  path: ['/api/audit', '/v1/audit'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
