import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { getSchedule } from '#shared/schedules/get-schedule.ts';

export default route('/api/jobs/:jobId/schedules/:ordinal', {
  GET: async ({ ctx, param }) => json(200, await getSchedule(ctx, param('jobId'), param('ordinal'))),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/schedules/:ordinal', '/v1/jobs/:jobId/schedules/:ordinal'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
