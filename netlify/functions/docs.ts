import type { Config } from '@netlify/functions';
import { openRoute } from '#netlify/http/open-route.ts';
import { openApiDocument } from '#shared/openapi/open-api-document.ts';
import { docsPage } from '#shared/openapi/page/docs-page.ts';

export default openRoute({ '/docs': docs });

/** Headers of netlify.toml reach files only, so that the page brings its own. */
function docs(): Response {
  const { html, policy } = docsPage(openApiDocument());
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

export const config: Config = {
  path: '/docs',
  rateLimit: { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit: 600 },
};
