import * as oauth from 'oauth4webapi';
import type { SignInProvider } from '../shell/wire.ts';
import { discoverProvider } from './discover-provider.ts';
import { rememberDeparture, returnPath } from './sign-in-place.ts';

/**
 * Leaves for the identity provider: the authorization code flow with PKCE, RFC 6749 and 7636. Throws ApiProblem where its
 * metadata cannot be had.
 */
export async function startSignIn(provider: SignInProvider, returnTo: string): Promise<void> {
  const { authorization_endpoint: address } = await discoverProvider(provider);
  const [state, verifier] = [oauth.generateRandomState(), oauth.generateRandomCodeVerifier()];
  const url = new URL(address ?? '');
  const asked = {
    ...provider.parameters,
    client_id: provider.clientId,
    redirect_uri: window.location.origin + returnPath,
    response_type: 'code',
    scope: provider.scopes,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  rememberDeparture({ provider, state, verifier, returnTo });
  window.location.assign(url);
}
