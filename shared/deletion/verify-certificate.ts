import { z } from 'zod';
import { fingerprint, isSigned } from '../audit/signature.ts';
import { certificateForm, type DeletionCertificate } from './certificate.ts';
import { manifestHash, manifestStatement } from './manifest-hash.ts';

/** `fault` says why it does not hold; `ofManifest` whether the manifest came with it and is the one it vouches for. */
export type CertificateVerdict =
  | { fault: string }
  | { fault: null; certificate: DeletionCertificate; ofManifest: boolean };

/**
 * Checks a certificate, needing nothing but it: its form, its signature, and with `key` (a fingerprint) whose it is. Takes
 * the bare certificate, or the whole answer of GET …/deletion, whose manifest is then checked against it.
 */
export function verifyCertificate(given: unknown, key?: string): CertificateVerdict {
  const answer = answerForm.safeParse(given);
  const read = certificateForm.safeParse(answer.success ? answer.data.certificate : given);
  if (!read.success) {
    const members = read.error.issues.map(({ path, message }) => `${path.join('.') || 'all'}: ${message}`);
    return { fault: `it is not a certificate of a deletion (${members.join('; ')})` };
  }
  const certificate = read.data;
  if (!isSigned(certificate)) return { fault: 'the signature does not fit: it is not as it was signed' };
  const signer = fingerprint(certificate);
  if (key !== undefined && signer !== key.toLowerCase()) {
    return { fault: `it is signed with another key than ${key}: ${signer}` };
  }
  if (answer.success && manifestHash(answer.data) !== certificate.manifestSha256) {
    return { fault: 'it is of another manifest than the one that came with it' };
  }
  return { fault: null, certificate, ofManifest: answer.success };
}

const answerForm = manifestStatement.extend({ certificate: z.unknown() });
