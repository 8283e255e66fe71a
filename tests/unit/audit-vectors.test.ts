import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkpointForm, signCheckpoint } from '#shared/audit/checkpoint.ts';
import { isSigned } from '#shared/audit/signature.ts';
import { commitPerson } from '#shared/audit/commit-person.ts';
import { idempotencyKey } from '#shared/audit/idempotency-key.ts';
import { rowHash } from '#shared/audit/row-hash.ts';
import { verifyTrail } from '#shared/audit/verify-trail.ts';
import vectors from '#tests/fixtures/audit-vectors.json' with { type: 'json' };
import { ndjson, rowAt } from '#tests/fixtures/sealed-trail.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** The vectors were made with other programs: whoever writes a check of their own can hold it to them. */
describe('the published vectors', () => {
  test.each(vectors.idempotencyKeys)('key: $name', ({ event, salt, key }) => {
    const { event_type, ip, job_id, metadata, timestamp, trace_id, user_id } = event;
    const keyed = {
      jobId: job_id,
      eventType: event_type,
      traceId: trace_id,
      userId: user_id,
      ip,
      metadata,
      timestamp: new Date(timestamp),
    };
    expect(idempotencyKey(keyed, bytes(salt)).toString('hex')).toBe(key);
  });

  test.each(vectors.commitments)('commitment to $canonical', ({ userId, ip, salt, commitment }) => {
    expect(commitPerson({ userId, ip }, bytes(salt)).toString('hex')).toBe(commitment);
  });

  test('each row of the chain hashes to what is published', () => {
    let previous: Buffer = Buffer.alloc(32);
    for (const row of vectors.chain) {
      previous = rowHash(previous, row, bytes(row.commitment));
      expect(previous.toString('hex')).toBe(row.hash);
    }
  });

  test('the order in which a database gives metadata back changes no hash', () => {
    const row = rowAt(vectors.chain, 0);
    const hashOf = (metadata: object): string =>
      rowHash(Buffer.alloc(32), { ...row, seq: 1, metadata }, bytes(row.commitment)).toString('hex');
    // jsonb puts shorter names first.
    expect(hashOf({ b: 1, aa: { d: 1, cc: 2 } })).toBe(hashOf({ aa: { cc: 2, d: 1 }, b: 1 }));
  });

  test('the checkpoint is signed as OpenSSL signs it', () => {
    const key = createPrivateKey({
      key: Buffer.from(vectors.signingKey, 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    const { tenantId, seq, hash, signedAt } = vectors.checkpoint;
    const signed = signCheckpoint({ tenantId, seq, hash: bytes(hash) }, key, new Date(signedAt));
    expect(signed).toEqual(vectors.checkpoint);
    expect(isSigned(signed)).toBe(true);
    expect(isSigned({ ...signed, seq: 2 })).toBe(false);
  });

  test('the trail verifies against it, with one row erased', async () => {
    const verdict = await verifyTrail(ndjson(vectors.chain), [checkpointForm.parse(vectors.checkpoint)]);
    expect(verdict).toEqual({ rows: 3, erased: 1, covered: 3, fault: null });
  });
});
