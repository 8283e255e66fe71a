import { isIPv6 } from 'node:net';

/**
 * Whom an address stands for. Who has one IPv6 address has the 2^64 beside it; an IPv4 address in the form of IPv6, as a
 * server reports it that listens on both, is that IPv4 address. Addresses that are not known (null) count as one.
 */
export function sourceOf(ip: string | null): string {
  if (ip === null || !isIPv6(ip)) return ip ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = ip.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail === undefined) return groups.slice(0, 4).join(':');
  const last = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - last.length) }, () => '0');
  return [...groups, ...zeros, ...last].slice(0, 4).join(':');
}
