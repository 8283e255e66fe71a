/** GDPR Art. 12(3) has one month; here 30 days. */
const legalMs = 30 * 24 * 60 * 60 * 1000;

/** By when the law wants an erasure done that was asked for at `requestedAt`; ISO time. */
export function legalDue(requestedAt: Date): string {
  return new Date(requestedAt.getTime() + legalMs).toISOString();
}
