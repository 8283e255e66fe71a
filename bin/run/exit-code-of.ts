import type { ProofState } from '#shared/schedules/schedule.ts';
import { exitCode } from '../exit-code.ts';
import type { Lifted } from './lift-file.ts';

/** How a file makes the command end. */
export function exitCodeOf(lifted: Lifted, { strict }: { strict: boolean }): number {
  const code = lifted.error?.code ?? lifted.job?.notice?.code;
  if (code === 'job-cost-cap' || code === 'user-budget') return exitCode.overCap;
  // Cancelled by somebody else: a person at this terminal is told by the command itself.
  if (lifted.error !== null || lifted.job?.status === 'CANCELLED') return exitCode.error;
  return strict && !isProved(lifted) ? exitCode.unproved : exitCode.ok;
}

/** Of several files the worst: an error before the cap, the cap before a proof that is missing. */
export function worstOf(codes: readonly number[]): number {
  const badness = [exitCode.error, exitCode.overCap, exitCode.unproved];
  return badness.find((code) => codes.includes(code)) ?? exitCode.ok;
}

/** Whether every page that was asked for was read, and each schedule that is handed over, at least one, is proved. */
function isProved({ job, schedules, exported }: Lifted): boolean {
  const handed = (schedules ?? []).filter(
    ({ ordinal }) => exported.length === 0 || exported.includes(ordinal),
  );
  const unread = job === null ? 1 : job.pages.failed + job.pages.skipped - job.pages.notChosen;
  return unread === 0 && handed.length > 0 && handed.every(({ proof }) => proved.has(proof.state));
}

const proved = new Set<ProofState>(['proved', 'proved-within-rounding']);
