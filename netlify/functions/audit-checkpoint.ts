import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { getCheckpoint } from '#shared/audit/get-checkpoint.ts';

export default route('/api/audit/checkpoint', {
  GET: async ({ ctx }) => json(200, await getCheckpoint(ctx)),
});

export const config: Config = {
  path: ['/api/audit/checkpoint', '/v1/audit/checkpoint'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
