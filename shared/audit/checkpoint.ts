import canonicalize from 'canonicalize';
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';

/** A signed statement that the chain of a tenant had this hash at this row. */
export type Checkpoint = z.output<typeof checkpointForm>;

export const checkpointForm = z.strictObject({
  version: z.literal(1),
  tenantId: z.string(),
  /** The row it is of; 0 for an empty chain. */
  seq: z.int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  signedAt: z.iso.datetime(),
  /** SubjectPublicKeyInfo, DER in base64. */
  publicKey: z.base64(),
  /** Ed25519 (RFC 8032) over the canonical JSON (RFC 8785) of all other members, in base64. */
  signature: z.base64(),
});

export function signCheckpoint(
  head: { tenantId: string; seq: number; hash: Uint8Array },
  key: KeyObject,
  signedAt = new Date(),
): Checkpoint {
  const said = {
    version: 1 as const,
    tenantId: head.tenantId,
    seq: head.seq,
    hash: Buffer.from(head.hash).toString('hex'),
    signedAt: signedAt.toISOString(),
    publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64'),
  };
  return { ...said, signature: sign(null, textOf(said), key).toString('base64') };
}

/** Whether the signature fits the key that the checkpoint names. Whose key that is, its fingerprint tells. */
export function isSigned({ signature, ...said }: Checkpoint): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(said.publicKey, 'base64'), format: 'der', type: 'spki' });
    return (
      key.asymmetricKeyType === 'ed25519' && verify(null, textOf(said), key, Buffer.from(signature, 'base64'))
    );
  } catch {
    return false;
  }
}

/** SHA-256 of the public key, in hexadecimal digits: short enough to be told by another way. */
export function fingerprint({ publicKey }: Pick<Checkpoint, 'publicKey'>): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

function textOf(said: Omit<Checkpoint, 'signature'>): Buffer {
  return Buffer.from(canonicalize(said) ?? '');
}
