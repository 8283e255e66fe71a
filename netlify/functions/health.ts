import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { openRoute } from '#netlify/http/open-route.ts';
import { servicesOfInstance } from '#netlify/http/services.ts';
import { checkHealth } from '#shared/health/check-health.ts';

/** Live: this process answers. Ready: so do database and object store. Neither needs a credential or tells more. */
export default openRoute({
  '/health/live': () => json(200, { status: 'ok' }),
  '/health/ready': ready,
  '/api/health': ready,
});

async function ready(): Promise<Response> {
  const answer = await checkHealth(await servicesOfInstance());
  return json(answer.status === 'ok' ? 200 : 503, answer);
}

export const config: Config = {
  path: ['/health/live', '/health/ready', '/api/health'],
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
