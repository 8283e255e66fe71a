import { findApiKey } from '#db/api-keys.ts';
import type { Scope, Services, UserActor } from '../context.ts';
import { AppError } from '../errors.ts';
import { parseApiKey, secretMatches } from './api-key.ts';

/**
 * Who is calling, from the Authorization header alone. Throws `unauthenticated` for every fault in one wording:
 * what exactly is wrong with a credential is nobody's business.
 */
export async function authenticate(
  services: Services,
  request: { authorization: string | null; ip: string | null },
): Promise<UserActor> {
  const token = /^Bearer ([^\s]+)$/i.exec(request.authorization ?? '')?.[1] ?? '';
  const parts = parseApiKey(token);
  const row = parts === null ? undefined : await findApiKey(services.db, parts.id);
  const now = new Date();
  const valid =
    parts !== null &&
    row !== undefined &&
    secretMatches(parts.secret, row.secret_sha256) &&
    row.revoked_at === null &&
    (row.expires_at === null || row.expires_at > now) &&
    !(row.embedded && services.config.DATA_ENV === 'production');
  if (!valid) {
    throw new AppError('unauthenticated', 'Send a valid API key as "Authorization: Bearer ll_…".');
  }
  return {
    kind: 'user',
    tenantId: row.tenant_id,
    userId: row.user_id,
    scopes: row.scopes as Scope[],
    ip: request.ip,
  };
}

/** Throws `scope-missing` unless the credential carries the scope. */
export function requireScope(actor: UserActor, scope: Scope): void {
  if (!actor.scopes.includes(scope)) {
    throw new AppError('scope-missing', `This credential lacks the scope ${scope}.`);
  }
}
