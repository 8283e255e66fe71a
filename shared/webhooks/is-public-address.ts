import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is of the public Internet: not this machine, its networks, its cloud's metadata, nor one of the
 * forms in which IPv6 carries an IPv4 address (mapped, compatible, 6to4, NAT64, Teredo). False for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  // With a zone it is of this machine's networks, whatever the digits say.
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // Of IPv6 this eighth is given out (RFC 4291, IANA); what ipaddr.js has no name for lies outside of it.
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'));
}
