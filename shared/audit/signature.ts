import canonicalize from 'canonicalize';
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';

/** What every signed statement carries beside what it says. */
export interface Signature {
  /** SubjectPublicKeyInfo, DER in base64. */
  publicKey: string;
  /** Ed25519 (RFC 8032) over the canonical JSON (RFC 8785) of all other members, in base64. */
  signature: string;
}

export const signatureForm = { publicKey: z.base64(), signature: z.base64() };

/** A statement with the public key and the signature added to it. */
export function signStatement<T extends object>(says: T, key: KeyObject): T & Signature {
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
  const said = { ...says, publicKey };
  return { ...said, signature: sign(null, textOf(said), key).toString('base64') };
}

/** Whether the signature fits the key that the statement names. Whose key that is, its fingerprint tells. */
export function isSigned({ signature, ...said }: Signature & Record<string, unknown>): boolean {
  try {
    const bytes = Buffer.from(signature, 'base64');
    // Base64 has several spellings of the same bytes; only the one that was handed out counts as untouched.
    if (bytes.toString('base64') !== signature) return false;
    const key = createPublicKey({ key: Buffer.from(said.publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, textOf(said), key, bytes);
  } catch {
    return false;
  }
}

/** SHA-256 of the public key, in hexadecimal digits: short enough to be told by another way. */
export function fingerprint({ publicKey }: Pick<Signature, 'publicKey'>): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

function textOf(said: object): Buffer {
  return Buffer.from(canonicalize(said) ?? '');
}
