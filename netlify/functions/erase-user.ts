import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { userOf } from '#netlify/http/user-of.ts';
import { emptyBody } from '#shared/contracts/requests.ts';
import { requestUserErasure } from '#shared/user-erasure/request-user-erasure.ts';

export default route('/api/users/:userId/erase', {
  POST: async ({ ctx, request, url }) => {
    await readBody(request, emptyBody);
    return json(202, await requestUserErasure(ctx, userOf(url)));
  },
});

export const config: Config = {
  path: ['/api/users/:userId/erase', '/v1/users/:userId/erase'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
