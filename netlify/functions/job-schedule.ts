import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { editsBody } from '#shared/contracts/review-requests.ts';
import { editSchedule } from '#shared/schedules/edit-schedule.ts';
import { getSchedule } from '#shared/schedules/get-schedule.ts';

export default route('/api/jobs/:jobId/schedules/:ordinal', {
  GET: async ({ ctx, param }) => json(200, await getSchedule(ctx, param('jobId'), param('ordinal'))),
  PATCH: async ({ ctx, request, param }) => {
    const at = { jobId: param('jobId'), ordinal: param('ordinal') };
    return json(200, await editSchedule(ctx, at, await readBody(request, editsBody)));
  },
});

export const config: Config = {
  path: ['/api/jobs/:jobId/schedules/:ordinal', '/v1/jobs/:jobId/schedules/:ordinal'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
