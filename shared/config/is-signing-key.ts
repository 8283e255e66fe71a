import { createPrivateKey } from 'node:crypto';

/** Whether a text is an Ed25519 private key, PKCS #8 DER in base64. */
export function isSigningKey(text: string): boolean {
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
