import type { Services } from '../context.ts';
import { AppError } from '../errors.ts';
import { type Policy, subjectOf } from './policy.ts';

/** What is left of a policy's quota, for the headers. */
export interface Allowance {
  policy: Policy;
  remaining: number;
  resetSeconds: number;
  /** Whether the request just counted was one too many. */
  exceeded: boolean;
}

/** Counts one request against a policy. Null where it could not be counted and may go on. */
export async function spendAllowance(
  { limits }: Pick<Services, 'limits'>,
  policy: Policy,
  subject: string,
): Promise<Allowance | null> {
  const counted = await limits.count(subjectOf(policy, subject), policy.windowSeconds);
  if (counted === null) return null;
  return {
    policy,
    remaining: Math.max(0, policy.quota - counted.count),
    // Rounded up: who comes back then finds a new window.
    resetSeconds: Math.max(1, Math.ceil(counted.resetMs / 1000)),
    exceeded: counted.count > policy.quota,
  };
}

/** The refusal of a request that was one too many. */
export function rateLimited({ policy, resetSeconds }: Allowance): AppError {
  const { name, quota, windowSeconds } = policy;
  const whose = name.startsWith('address') ? 'this address' : 'this credential';
  return new AppError(
    'rate-limited',
    `More than ${quota} requests from ${whose} in ${windowSeconds} seconds: wait ${resetSeconds} seconds.`,
    { facts: { policy: name, quota, windowSeconds, retryAfterSeconds: resetSeconds } },
  );
}
