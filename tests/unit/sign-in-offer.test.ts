import { describe, expect, test } from 'vitest';
import { signInOffer } from '#shared/auth/sign-in-offer.ts';
import { loadConfig } from '#shared/config.ts';

const provider = {
  JWT_JWKS_URL: 'https://identity.example/keys',
  JWT_ISSUER: 'https://identity.example',
  JWT_AUDIENCE: 'ledgerlift',
};
const offered = (environment: Record<string, string>) => signInOffer(loadConfig({ environment }));

describe('how the pages sign people in', () => {
  test('with keys and tokens alone where no client is named, also where tokens are taken', () => {
    expect(offered({})).toEqual({ provider: null });
    expect(offered(provider)).toEqual({ provider: null });
  });

  test('with the provider whose tokens are taken, and what it wants to hear', () => {
    const more = {
      OIDC_CLIENT_ID: 'pages',
      OIDC_PARAMETERS: 'audience=https%3A%2F%2Fa.example&prompt=login',
    };
    expect(offered({ ...provider, ...more })).toEqual({
      provider: {
        name: 'your organisation',
        issuer: 'https://identity.example',
        clientId: 'pages',
        scopes: 'openid',
        parameters: { audience: 'https://a.example', prompt: 'login' },
      },
    });
  });

  test('never with a provider whose tokens would not be taken', () => {
    expect(() => offered({ OIDC_CLIENT_ID: 'pages' })).toThrow(/goes with OIDC_CLIENT_ID/);
  });
});
