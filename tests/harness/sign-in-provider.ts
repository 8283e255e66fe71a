import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenIdProvider from 'oidc-provider';
import type { Page } from 'playwright-core';

/** An identity provider that people sign in with, and what the system has to be told of it. */
export interface SignInProvider {
  settings: Record<string, string>;
  /** Lets a page reach it under its https address. */
  serve(page: Page): Promise<void>;
  close(): Promise<void>;
}

const issuer = 'https://identity.example';
const audience = 'https://ledgerlift.example/api';

/**
 * A certified OpenID provider on a port of its own, with its own login pages. It believes to stand behind a proxy that speaks
 * https, which the browser's interception is: no certificate has to be made.
 */
export async function startSignInProvider(
  siteUrl: () => string,
  scopes: readonly string[],
): Promise<SignInProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const inner = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let handle: ReturnType<OpenIdProvider['callback']> | null = null;
  server.on('request', (incoming, outgoing) => {
    handle ??= providerOf(siteUrl(), scopes).callback();
    void handle(incoming, outgoing);
  });
  return {
    settings: {
      JWT_JWKS_URL: `${inner}/jwks`,
      JWT_ISSUER: issuer,
      JWT_AUDIENCE: audience,
      OIDC_CLIENT_ID: 'ledgerlift-pages',
      OIDC_NAME: 'Harbor & Mill',
      OIDC_SCOPES: `openid ${scopes.join(' ')}`,
      OIDC_PARAMETERS: new URLSearchParams({ resource: audience }).toString(),
    },
    serve: async (page) => {
      await page.route(`${issuer}/**`, async (route) => forward(route, inner));
      // Its login pages want a font from elsewhere.
      await page.route('https://fonts.googleapis.com/**', async (route) => route.fulfill({ body: '' }));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function providerOf(siteUrl: string, scopes: readonly string[]): OpenIdProvider {
  const provider = new OpenIdProvider(issuer, {
    clients: [
      {
        client_id: 'ledgerlift-pages',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: [`${siteUrl}/signed-in`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    clientBasedCORS: (_, origin) => origin === siteUrl,
    features: {
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '),
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
        }),
      },
    },
    extraTokenClaims: () => ({ tenant_id: 'harbor-mill' }),
  });
  provider.proxy = true;
  return provider;
}

/** What an intercepted request is redirected to is not intercepted: a page that goes there at once stands for a redirect. */
async function forward(route: Parameters<Parameters<Page['route']>[1]>[0], inner: string): Promise<void> {
  const request = route.request();
  const { pathname, search, host } = new URL(request.url());
  const answer = await fetch(inner + pathname + search, {
    method: request.method(),
    headers: { ...(await request.allHeaders()), 'x-forwarded-proto': 'https', 'x-forwarded-host': host },
    body: request.postData(),
    redirect: 'manual',
  });
  const headers = Object.fromEntries(answer.headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'content-security-policy'])
    delete headers[name];
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies.join('\n');
  const to = answer.headers.get('location');
  if (to !== null) {
    const body = `<meta http-equiv="refresh" content="0;url=${new URL(to, issuer).href.replaceAll('&', '&amp;')}">`;
    return route.fulfill({ status: 200, headers: { ...headers, 'content-type': 'text/html' }, body });
  }
  await route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) });
}
