import type { ErrorCode } from '../errors.ts';

interface EveryProblem {
  /** Calls that ask for a credential, and calls that answer anybody. */
  guarded: readonly ErrorCode[];
  open: readonly ErrorCode[];
  /** Calls that heed an Idempotency-Key. */
  keyed: readonly ErrorCode[];
  /** Calls that take a body. */
  withBody: readonly ErrorCode[];
}

/** What every call of its sort may answer beside its own problems. */
export const everyProblem: EveryProblem = {
  guarded: [
    'unauthenticated',
    'scope-missing',
    'rate-limited',
    'internal',
    'config-invalid',
    'identity-unavailable',
    'wrong-environment',
    'database-unavailable',
  ],
  open: ['internal', 'config-invalid'],
  keyed: ['request-in-flight', 'idempotency-key-reused'],
  withBody: ['not-json'],
};
