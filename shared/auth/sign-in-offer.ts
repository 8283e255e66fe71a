import type { Config } from '../config.ts';

/** How the pages send a person to the identity provider: OpenID Connect, the authorization code with PKCE (RFC 7636). */
export interface SignInProvider {
  /** On the button: "Sign in with …". */
  name: string;
  /** Its metadata stand below `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0). */
  issuer: string;
  /** A public client: it has no secret. */
  clientId: string;
  scopes: string;
  /** Further parameters of the authorization request. */
  parameters: Record<string, string>;
}

export interface SignInOffer {
  /** Null where keys and pasted tokens alone open the pages. */
  provider: SignInProvider | null;
}

/** What anybody may know of how to sign in. */
export function signInOffer(config: Config): SignInOffer {
  const { OIDC_CLIENT_ID: clientId, JWT_ISSUER: issuer } = config;
  if (clientId === undefined || issuer === undefined) return { provider: null };
  const parameters = Object.fromEntries(new URLSearchParams(config.OIDC_PARAMETERS ?? ''));
  return { provider: { name: config.OIDC_NAME, issuer, clientId, scopes: config.OIDC_SCOPES, parameters } };
}
