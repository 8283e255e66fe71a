import { insertApiKey } from '#db/api-keys.ts';
import type { Db } from '#db/client.ts';
import type { Scope } from '../context.ts';
import { formatApiKey, hashSecret, newApiKey } from './api-key.ts';

export interface NewKey {
  tenantId: string;
  userId: string;
  scopes: readonly Scope[];
  /** Made by the embedded mode; production refuses such keys. */
  embedded: boolean;
  /** What it is for, up to 100 characters. */
  name?: string;
  expiresAt?: Date;
}

/** Makes a key and answers it; it is shown this once and cannot be read again. */
export async function createApiKey(db: Db, key: NewKey): Promise<string> {
  const parts = newApiKey();
  await insertApiKey(db, {
    id: parts.id,
    tenant_id: key.tenantId,
    user_id: key.userId,
    secret_sha256: hashSecret(parts.secret),
    scopes: [...key.scopes],
    embedded: key.embedded,
    name: key.name ?? null,
    expires_at: key.expiresAt ?? null,
  });
  return formatApiKey(parts);
}
