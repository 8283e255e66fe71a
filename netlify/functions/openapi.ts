import type { Config } from '@netlify/functions';
import { json } from '#netlify/http/json.ts';
import { openRoute } from '#netlify/http/open-route.ts';
import { openApiDocument } from '#shared/openapi/open-api-document.ts';

/** What anybody may read before there is a credential: it names no tenant and no data. */
export default openRoute({ '/openapi.json': () => json(200, openApiDocument()) });

export const config: Config = {
  path: '/openapi.json',
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
