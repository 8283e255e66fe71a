import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { scheduleQuery } from '#shared/contracts/requests.ts';
import { listSchedules } from '#shared/schedules/list-schedules.ts';

export default route('/api/jobs/:jobId/schedules', {
  GET: async ({ ctx, param, url }) => {
    const query = scheduleQuery.parse(Object.fromEntries(url.searchParams));
    return json(200, await listSchedules(ctx, param('jobId'), query));
  },
});

export const config: Config = {
  path: ['/api/jobs/:jobId/schedules', '/v1/jobs/:jobId/schedules'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
