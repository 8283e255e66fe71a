import type { ProofState } from '#shared/schedules/schedule.ts';

/** How a proof is shown: never by its colour alone, and nothing to prove is never a pass. */
export const PROOF_SIGNS: Record<ProofState, { mark: string; tone: string; spoken: string }> = {
  proved: { mark: '✓', tone: 'good', spoken: 'proved' },
  'proved-within-rounding': { mark: '✓', tone: 'good', spoken: 'proved within rounding' },
  broken: { mark: '✗', tone: 'bad', spoken: 'broken' },
  'nothing-to-prove': { mark: '–', tone: 'soft', spoken: 'not proved' },
};
