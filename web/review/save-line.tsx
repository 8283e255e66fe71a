import { Button } from '../shell/button.tsx';
import type { Review } from './model/review.ts';

/** Whether all that was done is saved, in words. Over all schedules: what another one failed to save must not be out of sight. */
export function SaveLine({ review }: { review: Review }) {
  const opened = review.opened.value;
  const states = opened.map((open) => ({ open, state: open.saving.value }));
  const failed = states.find(({ state }) => state.type === 'failed');
  const edits = opened.reduce((sum, { made, unsaved }) => sum + made.value.length + unsaved.value.length, 0);
  if (failed?.state.type === 'failed')
    return (
      <p class="save bad">
        Not saved: {failed.state.message}
        {failed.state.retries ? ' It is tried again.' : null}
        {failed.state.retries ? null : <Button onClick={() => failed.open.tryAgain()}>Try again</Button>}
      </p>
    );
  if (states.some(({ state }) => state.type === 'saving')) return <p class="save soft">Saving…</p>;
  return <p class="save soft">{edits > 0 ? 'Saved' : ''}</p>;
}
