import type { Config } from '@netlify/functions';
import { route } from '#netlify/http/route.ts';
import { removeWebhook } from '#shared/webhooks/remove-webhook.ts';

export default route('/api/webhooks/:webhookId', {
  DELETE: async ({ ctx, param }) => {
    await removeWebhook(ctx, param('webhookId'));
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  },
});

export const config: Config = {
  path: ['/api/webhooks/:webhookId', '/v1/webhooks/:webhookId'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
