import { expect, test } from 'vitest';
import { RefusalGate } from '#shared/auth/refusal-gate.ts';

const minute = 60_000;
const admitted = (gate: RefusalGate, ips: (string | null)[], now = minute): number =>
  ips.filter((ip) => gate.admit(ip, now) !== null).length;
const times = (count: number, ip: string | null): (string | null)[] =>
  Array.from({ length: count }, () => ip);

test('a flood from one address leaves ten rows a minute, and does not hide another address', () => {
  const gate = new RefusalGate();
  expect(admitted(gate, times(1000, '192.0.2.1'))).toBe(10);
  expect(admitted(gate, times(3, '192.0.2.2'))).toBe(3);
  expect(admitted(gate, times(1000, '192.0.2.1'), 2 * minute)).toBe(10);
});

test('a flood from many addresses leaves three hundred', () => {
  const gate = new RefusalGate();
  const addresses = Array.from({ length: 5000 }, (_, n) => `192.0.${n >> 8}.${n & 255}`);
  expect(admitted(gate, addresses)).toBe(300);
});

test('all addresses that one subscriber of IPv6 has count as one', () => {
  const gate = new RefusalGate();
  const own = Array.from({ length: 50 }, (_, n) => `2001:db8:0:7::${n.toString(16)}`);
  expect(admitted(gate, [...own, '2001:db8:0:7:1:2:3:4', '2001:db8::7:0:0:0:1'])).toBe(10);
  expect(admitted(gate, ['2001:db8:0:8::1'])).toBe(1);
});

test('IPv4 addresses in the form of IPv6 are those addresses, and not one', () => {
  const gate = new RefusalGate();
  expect(admitted(gate, times(20, '::ffff:192.0.2.1'))).toBe(10);
  expect(admitted(gate, ['::ffff:192.0.2.2', '192.0.2.1'])).toBe(1);
});

test('addresses that are not known count as one', () => {
  expect(admitted(new RefusalGate(), times(50, null))).toBe(10);
});

test('what was left out is told once, with the next that is let in', () => {
  const gate = new RefusalGate();
  admitted(gate, times(25, '192.0.2.1'));
  expect(gate.admit('192.0.2.1', 2 * minute)).toEqual({ leftOut: 15 });
  expect(gate.admit('192.0.2.1', 2 * minute)).toEqual({ leftOut: 0 });
});
