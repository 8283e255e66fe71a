import type { ProofState } from '#shared/schedules/schedule.ts';

/** Never a tick for what could not be proved. */
const marks: Record<ProofState, { mark: string; word: string; look: string }> = {
  proved: { mark: '✓', word: 'Proved', look: 'mark-good' },
  'proved-within-rounding': { mark: '✓', word: 'Proved within rounding', look: 'mark-good' },
  broken: { mark: '✗', word: 'Does not add up', look: 'mark-bad' },
  'nothing-to-prove': { mark: '–', word: 'Nothing to prove', look: '' },
};

/** How the proof of a schedule ended: a sign for the eye, the word for the ear and the pointer. */
export function ProofMark({ state }: { state: ProofState }) {
  const { mark, word, look } = marks[state];
  return (
    <span class={`mark ${look}`.trimEnd()} title={word}>
      <span aria-hidden="true">{mark}</span>
      <span class="unseen">{word}</span>
    </span>
  );
}
