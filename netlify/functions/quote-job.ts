import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { route } from '#netlify/http/route.ts';
import { emptyBody } from '#shared/contracts/requests.ts';
import { requestQuote } from '#shared/costs/request-quote.ts';

export default route('/api/jobs/:jobId/quote', {
  POST: async ({ ctx, request, param }) => {
    await readBody(request, emptyBody);
    const quote = await requestQuote(ctx, param('jobId'));
    return json(quote.status === 'PENDING' ? 202 : 200, quote);
  },
});

export const config: Config = {
  path: ['/api/jobs/:jobId/quote', '/v1/jobs/:jobId/quote'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
