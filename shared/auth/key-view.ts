import type { ApiKeyRow } from '#db/api-keys.ts';

/** A key as those who look after keys see it: nothing of its secret. Times are ISO 8601, in UTC. */
export interface KeyView {
  id: string;
  tenantId: string;
  /** Null for a key whose user was erased. */
  userId: string | null;
  name: string | null;
  scopes: string[];
  status: 'active' | 'expired' | 'revoked';
  /** Made by the embedded mode: production refuses it. */
  embedded: boolean;
  createdAt: string;
  expiresAt: string | null;
  /** To the minute; null for a key that was never used. */
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export function keyView(row: Omit<ApiKeyRow, 'secret_sha256'>, now: Date): KeyView {
  const expired = row.expires_at !== null && row.expires_at <= now;
  return {
    id: row.id,
    tenantId: row.tenant_id,
    userId: row.user_id,
    name: row.name,
    scopes: row.scopes,
    status: row.revoked_at !== null ? 'revoked' : expired ? 'expired' : 'active',
    embedded: row.embedded,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
