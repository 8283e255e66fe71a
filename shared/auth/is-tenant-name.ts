/**
 * Whether a name can be that of a tenant: up to 200 visible characters without spaces. Those that begin with _ are
 * LedgerLift's own.
 */
export function isTenantName(name: string): boolean {
  return /^[^_\s\p{C}][^\s\p{C}]{0,199}$/u.test(name);
}
