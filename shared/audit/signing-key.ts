import { keepSigningKey } from '#db/signing-keys.ts';
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Services } from '../context.ts';

/**
 * The Ed25519 key that signs checkpoints and certificates of deletions: AUDIT_SIGNING_KEY, else one made at its first use and kept in the database,
 * where all processes find the same. Who can write the database can sign with that one: what it protects against, and
 * what not, is in docs/audit.md.
 */
export async function signingKey({ config, db }: Pick<Services, 'config' | 'db'>): Promise<KeyObject> {
  const text = config.AUDIT_SIGNING_KEY ?? (await keepSigningKey(db, 'audit', newKey()));
  return createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}
