import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { route } from '#netlify/http/route.ts';
import { userOf } from '#netlify/http/user-of.ts';
import { getUserErasure } from '#shared/user-erasure/get-user-erasure.ts';

export default route('/api/users/:userId/erasure', {
  GET: async ({ ctx, url }) => json(200, await getUserErasure(ctx, userOf(url))),
});

export const config: Config = {
  path: ['/api/users/:userId/erasure', '/v1/users/:userId/erasure'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
