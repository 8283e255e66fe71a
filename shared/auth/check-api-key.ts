import { type ApiKeyRow, findApiKey, noteKeyUse } from '#db/api-keys.ts';
import type { Scope, Services } from '../context.ts';
import { parseApiKey, secretMatches } from './api-key.ts';
import type { Caught } from './authenticate.ts';

/** How exactly `last_used_at` is kept: a key in use costs one small statement in this time, whatever it asks for. */
const useIntervalSeconds = 60;

/** Whose key it is, or why it is refused. */
export async function checkApiKey({ config, db }: Services, token: string): Promise<Caught> {
  const parts = parseApiKey(token);
  if (parts === null) return { refused: 'none' };
  const row = await findApiKey(db, parts.id);
  // A key of an erased user is nobody's.
  if (row === undefined || row.user_id === null) return { refused: 'unknown' };
  const fault = faultOf(row, parts.secret, config.DATA_ENV === 'production');
  if (fault !== null) return { refused: fault, key: { id: row.id, tenantId: row.tenant_id } };
  const usedAt = row.last_used_at?.getTime() ?? 0;
  if (Date.now() - usedAt >= useIntervalSeconds * 1000) await noteKeyUse(db, row.id, useIntervalSeconds);
  return { tenantId: row.tenant_id, userId: row.user_id, scopes: row.scopes as Scope[] };
}

function faultOf(row: ApiKeyRow, secret: string, production: boolean): string | null {
  if (!secretMatches(secret, row.secret_sha256)) return 'secret';
  if (row.revoked_at !== null) return 'revoked';
  if (row.expires_at !== null && row.expires_at <= new Date()) return 'expired';
  return row.embedded && production ? 'embedded' : null;
}
