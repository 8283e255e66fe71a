import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { once } from '#netlify/http/once.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { exportBody } from '#shared/contracts/requests.ts';
import { requestExport } from '#shared/exports/request-export.ts';

export default route('/api/jobs/:jobId/export', {
  POST: once({
    effect: async ({ ctx, request, param }) =>
      requestExport(ctx, param('jobId'), await readBody(request, exportBody)),
    answer: (ordered) => json(202, ordered),
  }),
});

export const config: Config = {
  path: ['/api/jobs/:jobId/export', '/v1/jobs/:jobId/export'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
