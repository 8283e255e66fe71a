import { hashSecret, secretMatches } from '#shared/auth/api-key.ts';

/**
 * Whether an Authorization header carries the token: as Bearer, or as the password of Basic, which is all that a browser
 * can send. Compared in constant time.
 */
export function holdsToken(authorization: string | undefined, token: string): boolean {
  return secretMatches(tokenIn(authorization ?? ''), hashSecret(token));
}

function tokenIn(authorization: string): string {
  const [, scheme = '', credential = ''] = /^(bearer|basic) (\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return credential;
  const pair = Buffer.from(credential, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}
