import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { addWebhookBody } from '#shared/contracts/webhook-requests.ts';
import { addWebhook } from '#shared/webhooks/add-webhook.ts';
import { listWebhooks } from '#shared/webhooks/list-webhooks.ts';

export default route('/api/webhooks', {
  POST: async ({ ctx, request }) => json(201, await addWebhook(ctx, await readBody(request, addWebhookBody))),
  GET: async ({ ctx }) => json(200, await listWebhooks(ctx)),
});

export const config: Config = {
  path: ['/api/webhooks', '/v1/webhooks'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 100 },
};
