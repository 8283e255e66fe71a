import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { openRoute } from '#netlify/http/open-route.ts';
import { servicesOfInstance } from '#netlify/http/services.ts';
import { signInOffer } from '#shared/auth/sign-in-offer.ts';

export default openRoute({ '/api/sign-in': offer });

async function offer(): Promise<Response> {
  const { config } = await servicesOfInstance();
  return json(200, signInOffer(config));
}

export const config: Config = {
  path: '/api/sign-in',
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
