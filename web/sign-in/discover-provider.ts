import * as oauth from 'oauth4webapi';
import { ApiProblem } from '../shell/api-problem.ts';
import type { SignInProvider } from '../shell/wire.ts';

/** The metadata of the identity provider (OpenID Connect Discovery 1.0). Throws ApiProblem where they cannot be had. */
export async function discoverProvider({ issuer, name }: SignInProvider): Promise<oauth.AuthorizationServer> {
  try {
    const url = new URL(issuer);
    return await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url));
  } catch (error) {
    const why = error instanceof Error ? ` (${error.message})` : '';
    const detail = `${name} does not answer as an identity provider does${why}. Try again, or sign in with a key.`;
    throw new ApiProblem({ status: 0, code: 'unreachable', detail });
  }
}
