import { type Scope, scopes } from '../context.ts';

/**
 * The scopes of ours in a claim: text with spaces between them (RFC 8693, section 4.2) or a list. Others are another
 * system's business and count for nothing.
 */
export function scopesOf(claim: unknown): Scope[] {
  const named: unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return scopes.filter((scope) => named.includes(scope));
}
