import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { getUserCost } from '#shared/costs/get-user-cost.ts';

export default route('/api/users/me/cost', {
  GET: async ({ ctx }) => json(200, await getUserCost(ctx)),
});

export const config: Config = {
  path: ['/api/users/me/cost', '/v1/users/me/cost'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
