import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idempotencyKey, type KeyedEvent } from '#shared/audit/idempotency-key.ts';

const salt = Buffer.alloc(32, 7);
const event: KeyedEvent = {
  jobId: '0190c3a0-0000-7000-8000-000000000001',
  eventType: 'STARTED',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  userId: 'user-1',
  ip: '203.0.113.9',
  metadata: { b: 2, a: [1, { d: null, c: 'x' }] },
  timestamp: new Date('2026-01-02T03:04:05.678Z'),
};
const keyOf = (change: Partial<KeyedEvent>): string =>
  idempotencyKey({ ...event, ...change }, salt).toString('hex');

describe('the idempotency key of an event', () => {
  test('does not depend on the order of metadata', () => {
    expect(keyOf({ metadata: { a: [1, { c: 'x', d: null }], b: 2 } })).toBe(keyOf({}));
  });

  test('tells two events of one millisecond apart, and two milliseconds of one event', () => {
    expect(keyOf({ eventType: 'ERROR' })).not.toBe(keyOf({}));
    expect(keyOf({ timestamp: new Date('2026-01-02T03:04:05.679Z') })).not.toBe(keyOf({}));
  });

  test('cannot be recomputed without the salt', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (other) => {
        fc.pre(!Buffer.from(other).equals(salt));
        expect(idempotencyKey(event, other).toString('hex')).not.toBe(keyOf({}));
      }),
    );
  });

  test('is the published vector', () => {
    expect(keyOf({})).toBe('307e0d5b6320da14844f7683d9446078879d98bfc7a9f344134f85701571953d');
  });
});
