import * as oauth from 'oauth4webapi';
import { ApiProblem } from '../shell/api-problem.ts';
import { discoverProvider } from './discover-provider.ts';
import { takeDeparture } from './sign-in-place.ts';

/**
 * What the provider sent a person back with, changed for a token that opens the API, and where that person came from. Throws
 * ApiProblem where this tab has sent nobody, where the provider refuses, and where the answer is another's.
 */
export async function finishSignIn(answer: URL): Promise<{ token: string; returnTo: string }> {
  const departure = takeDeparture();
  if (departure === null) throw problem('This tab has not begun to sign in. Sign in once more.');
  const { provider, state, verifier, returnTo } = departure;
  const server = await discoverProvider(provider);
  const client = { client_id: provider.clientId };
  try {
    const given = oauth.validateAuthResponse(server, client, answer, state);
    const redirectUri = answer.origin + answer.pathname;
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      given,
      redirectUri,
      verifier,
      // Some providers want to hear again whom the token is for.
      { additionalParameters: provider.parameters },
    );
    const granted = await oauth.processAuthorizationCodeResponse(server, client, response);
    return { token: granted.access_token, returnTo };
  } catch (error) {
    throw problem(`${provider.name} did not sign you in (${wordsOf(error)}). Sign in once more.`);
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError)
    return error.error_description ?? error.error;
  return error instanceof Error ? error.message : String(error);
}

function problem(detail: string): ApiProblem {
  return new ApiProblem({ status: 401, code: 'unauthenticated', detail });
}
