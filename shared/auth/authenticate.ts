import { type ApiKeyRow, findApiKey } from '#db/api-keys.ts';
import { noteEvent, systemTenant } from '../audit/note-event.ts';
import type { Scope, Services, UserActor } from '../context.ts';
import { AppError } from '../errors.ts';
import { type ApiKeyParts, parseApiKey, secretMatches } from './api-key.ts';

/** What of a request tells who is calling. */
export interface Caller {
  authorization: string | null;
  ip: string | null;
  traceId: string;
}

/**
 * Who is calling, from the Authorization header alone. Throws `unauthenticated` for every fault in one wording: what
 * exactly is wrong with a credential is nobody's business but the trail's.
 */
export async function authenticate(services: Services, caller: Caller): Promise<UserActor> {
  const token = /^Bearer ([^\s]+)$/i.exec(caller.authorization ?? '')?.[1] ?? '';
  const parts = parseApiKey(token);
  const row = parts === null ? undefined : await findApiKey(services.db, parts.id);
  const fault = faultOf(services, parts, row);
  if (row === undefined || row.user_id === null || fault !== null) {
    await noteRefusal(services, caller, { row, reason: fault ?? 'unknown' });
    throw new AppError('unauthenticated', 'Send a valid API key as "Authorization: Bearer ll_…".');
  }
  return {
    kind: 'user',
    tenantId: row.tenant_id,
    userId: row.user_id,
    scopes: row.scopes as Scope[],
    ip: caller.ip,
  };
}

type Fault = 'none' | 'unknown' | 'secret' | 'revoked' | 'expired' | 'embedded';

function faultOf({ config }: Services, parts: ApiKeyParts | null, row: ApiKeyRow | undefined): Fault | null {
  if (parts === null) return 'none';
  if (row === undefined) return 'unknown';
  if (!secretMatches(parts.secret, row.secret_sha256)) return 'secret';
  if (row.revoked_at !== null) return 'revoked';
  if (row.expires_at !== null && row.expires_at <= new Date()) return 'expired';
  return row.embedded && config.DATA_ENV === 'production' ? 'embedded' : null;
}

/** In the trail of the key's tenant where the key is known. In nobody's name: the caller has not shown who it is. */
async function noteRefusal(
  services: Services,
  { ip, traceId }: Caller,
  { row, reason }: { row: ApiKeyRow | undefined; reason: Fault },
): Promise<void> {
  await noteEvent(services, {
    tenantId: row?.tenant_id ?? systemTenant,
    userId: null,
    ip,
    traceId,
    type: 'AUTH_FAILED',
    metadata: row === undefined ? { reason } : { reason, keyId: row.id },
  });
}

/** Throws `scope-missing` unless the credential carries the scope; the trail tells of that too. */
export async function requireScope(
  services: Services,
  { actor, traceId }: { actor: UserActor; traceId: string },
  scope: Scope,
): Promise<void> {
  if (actor.scopes.includes(scope)) return;
  const { tenantId, userId, ip } = actor;
  await noteEvent(services, {
    tenantId,
    userId,
    ip,
    traceId,
    type: 'ACCESS_REFUSED',
    metadata: { scope },
  });
  throw new AppError('scope-missing', `This credential lacks the scope ${scope}.`);
}
