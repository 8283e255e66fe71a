import { z } from 'zod';
import { choices, integer, notes, text, textOr } from './variable-kinds.ts';

const tokenAlgorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');

/** What connects an identity provider. */
export const tokenVariables = {
  JWT_JWKS_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .optional()
    .register(notes, {
      about:
        'Key set of the identity provider whose tokens open the API; https in production. Not set: API keys alone do.',
      range: 'https://…/jwks.json',
    }),
  JWT_ISSUER: text('What tokens must have as `iss`; goes with JWT_JWKS_URL.'),
  JWT_AUDIENCE: text('What tokens must have in `aud`; goes with JWT_JWKS_URL.'),
  JWT_ALGORITHMS: choices(
    tokenAlgorithms,
    ['RS256', 'ES256', 'EdDSA'],
    'Signatures that are accepted; those with a shared secret, and none at all, never are.',
  ),
  JWT_TENANT_CLAIM: textOr('tenant_id', 'Claim that names the tenant.'),
  JWT_USER_CLAIM: textOr('sub', 'Claim that names the user.'),
  JWT_SCOPES_CLAIM: textOr('scope', 'Claim with the scopes, as text with spaces between them or as a list.'),
  JWT_CLOCK_TOLERANCE_SECONDS: integer(5, {
    min: 0,
    max: 60,
    unit: 'seconds',
    about: 'How far the clocks of the identity provider and of this system may be apart.',
  }),
  OIDC_CLIENT_ID: text(
    'What the identity provider calls our pages, a public client that comes back to /signed-in; goes with JWT_ISSUER. Not set: the pages ask for a key or a token.',
  ),
  OIDC_NAME: textOr('your organisation', 'What the button says: "Sign in with …".'),
  OIDC_SCOPES: textOr('openid', 'Scopes that the pages ask the provider for, with spaces between them.'),
  OIDC_PARAMETERS: text(
    'More that is sent with it, for tokens that are meant for JWT_AUDIENCE: `audience=…` or, after RFC 8707, `resource=…`.',
    'name=value&…',
  ),
};

interface TokenSettings {
  DATA_ENV: string;
  JWT_JWKS_URL?: string | undefined;
  JWT_ISSUER?: string | undefined;
  JWT_AUDIENCE?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
}

/** What is wrong with JWT_JWKS_URL beside the other settings. */
export function tokenFaults(config: TokenSettings): string[] {
  const { JWT_JWKS_URL: jwksUrl, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = config;
  const given = new Set([jwksUrl, issuer, audience].map((value) => value !== undefined));
  const insecure = config.DATA_ENV === 'production' && jwksUrl?.startsWith('https://') === false;
  return [
    ...(given.size > 1 ? ['goes with JWT_ISSUER and JWT_AUDIENCE: set all three or none'] : []),
    ...(insecure ? ['must be https in production'] : []),
    ...(config.OIDC_CLIENT_ID !== undefined && issuer === undefined
      ? ['goes with OIDC_CLIENT_ID: the provider that people sign in with has to be trusted']
      : []),
  ];
}
