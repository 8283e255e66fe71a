import { expect, test } from 'vitest';
import { fromWire, toWire } from '#shared/audit/wire-form.ts';
import { auditEvent } from '#tests/fixtures/audit-event.ts';
import { withoutPerson } from '#worker/audit/without-person.ts';

const event = auditEvent({ userId: 'canary', ip: '203.0.113.9' });

test('an event in the dead stream has lost its personal part and nothing else', () => {
  const expected = { ...event, user_id: null, ip_address: null, salt: null };
  expect(fromWire(withoutPerson(toWire(event)))).toEqual(expected);
});

test('so has one of a form that a newer version may write', () => {
  const newer = JSON.stringify({ ...(JSON.parse(toWire(event)) as object), version: 2 });
  expect(fromWire(newer)).toBeNull();
  const left = withoutPerson(newer);
  expect(left).not.toMatch(/canary|203\.0\.113\.9/);
  expect(JSON.parse(left)).toMatchObject({ id: event.id, version: 2, salt: null });
});

test.each(['', 'canary', '["canary"]', '"canary"', '{"user_id":"canary'])('nothing is kept of %j', (text) => {
  expect(withoutPerson(text)).toBe('');
});
