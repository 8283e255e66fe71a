import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fingerprint, signStatement } from '#shared/audit/signature.ts';
import { type DeletionCertificate, signCertificate } from '#shared/deletion/certificate.ts';
import { manifestHash } from '#shared/deletion/manifest-hash.ts';
import { verifyCertificate } from '#shared/deletion/verify-certificate.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const artifact = { type: 'incoming' as const, key: 'jobs/t/x/incoming/1/source.pdf', bucket: 'local' };
const manifest = {
  deletionId: '0190c3a0-0000-7000-8000-000000000001',
  jobId: '0190c3a0-0000-7000-8000-000000000002',
  requestedAt: '2026-01-02T03:04:05.678Z',
  artifacts: [artifact],
};
const says = {
  deletionId: manifest.deletionId,
  manifestSha256: manifestHash(manifest),
  objects: 7,
  rows: 12,
  requestedAt: manifest.requestedAt,
  seenEmptyAt: '2026-01-02T03:09:06.000Z',
  completedAt: '2026-01-02T03:09:07.000Z',
};
const certificate = signCertificate(says, privateKey);
const faultOf = (given: unknown, key?: string): string | null => verifyCertificate(given, key).fault;

describe('a certificate as it was signed', () => {
  test('holds by itself, under its key, and with its manifest', () => {
    expect(verifyCertificate(certificate)).toMatchObject({ fault: null, ofManifest: false });
    expect(faultOf(certificate, fingerprint(certificate).toUpperCase())).toBeNull();
    expect(verifyCertificate({ ...manifest, status: 'COMPLETED', certificate })).toMatchObject({
      fault: null,
      ofManifest: true,
    });
  });

  test('holds whatever the order of its members, as a database hands them out', () => {
    expect(faultOf(Object.fromEntries(Object.entries(certificate).toReversed()))).toBeNull();
  });
});

/** Another value of the same form: what a forger would write. */
const otherThan: { [Member in keyof DeletionCertificate]: unknown } = {
  version: 2,
  deletionId: manifest.jobId,
  manifestSha256: '0'.repeat(64),
  objects: 8,
  rows: 11,
  requestedAt: '2026-01-02T03:04:05.679Z',
  seenEmptyAt: '2026-01-02T03:09:05.000Z',
  completedAt: '2026-01-03T03:09:07.000Z',
  publicKey: signCertificate(says, generateKeyPairSync('ed25519').privateKey).publicKey,
  signature: Buffer.alloc(64).toString('base64'),
};

describe('a certificate that was tampered with does not hold', () => {
  test.each(Object.entries(otherThan))('changed: %s', (member, value) => {
    expect(faultOf({ ...certificate, [member]: value })).toMatch(/signature|not a certificate/);
  });

  test.each(Object.keys(otherThan))('left out: %s', (member) => {
    expect(faultOf({ ...certificate, [member]: undefined })).toContain(member);
  });

  test('added to', () => {
    expect(faultOf({ ...certificate, note: 'approved' })).toMatch(/not a certificate/);
  });

  test('spelled otherwise: base64 that decodes to the same signature', () => {
    const respelled = certificate.signature.replace(/.==$/, (end) =>
      end === 'A==' ? 'B==' : `${next(end)}==`,
    );
    expect(Buffer.from(respelled, 'base64')).toEqual(Buffer.from(certificate.signature, 'base64'));
    expect(faultOf({ ...certificate, signature: respelled })).toMatch(/signature/);
  });

  test('signed anew with a key of one’s own, where the key is known', () => {
    const forged = signCertificate({ ...says, objects: 0 }, generateKeyPairSync('ed25519').privateKey);
    expect(faultOf(forged)).toBeNull();
    expect(faultOf(forged, fingerprint(certificate))).toMatch(/another key/);
  });

  test('a checkpoint signed with the same key is none', () => {
    const checkpoint = { version: 1, tenantId: 't', seq: 1, hash: '0'.repeat(64) };
    expect(faultOf(signStatement(checkpoint, privateKey))).toMatch(/not a certificate/);
  });

  test.each([undefined, null, 1, 'x', [], {}])('what is no certificate at all: %j', (given) => {
    expect(faultOf(given)).toMatch(/not a certificate/);
  });
});

describe('a certificate does not vouch for another manifest', () => {
  test.each<[string, object]>([
    ['deletion', { deletionId: manifest.jobId }],
    ['job', { jobId: manifest.deletionId }],
    ['time', { requestedAt: '2026-01-02T03:04:05.679Z' }],
    ['artifact', { artifacts: [{ ...artifact, key: 'jobs/t/y/incoming/1/source.pdf' }] }],
    ['fewer artifacts', { artifacts: [] }],
  ])('with another %s', (_what, change) => {
    expect(faultOf({ ...manifest, ...change, certificate })).toMatch(/another manifest/);
  });
});

/** The character whose highest two bits of six are the same: base64 ignores the other four before `==`. */
function next(end: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const at = alphabet.indexOf(end.charAt(0));
  return alphabet.charAt(at ^ 1);
}
