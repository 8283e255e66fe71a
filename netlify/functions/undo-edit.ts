import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { undoBody } from '#shared/contracts/review-requests.ts';
import { undoEdit } from '#shared/schedules/undo-edit.ts';

export default route('/api/jobs/:jobId/schedules/:ordinal/undo', {
  POST: async ({ ctx, request, param }) => {
    const at = { jobId: param('jobId'), ordinal: param('ordinal') };
    return json(200, await undoEdit(ctx, at, await readBody(request, undoBody)));
  },
});

export const config: Config = {
  path: ['/api/jobs/:jobId/schedules/:ordinal/undo', '/v1/jobs/:jobId/schedules/:ordinal/undo'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
