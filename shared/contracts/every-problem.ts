import type { ErrorCode } from '../errors.ts';

/** What every call may answer beside its own problems: those that ask for a credential, and those that answer anybody. */
export const everyProblem: { guarded: readonly ErrorCode[]; open: readonly ErrorCode[] } = {
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
};
