import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Review } from './model/review.ts';
import { ReviewDialogFrame } from './review-dialog-frame.tsx';

export function RenameDialog({ review }: { review: Review }) {
  const input = useRef<HTMLInputElement>(null);
  const was = review.current.peek()?.schedule.peek().name ?? '';
  useLayoutEffect(() => {
    input.current?.select();
  }, []);
  const run = (): void => {
    const name = input.current?.value.trim() ?? '';
    if (name !== '' && name !== was) review.edit({ type: 'rename', name }, `Renamed to ${name}.`);
  };
  return (
    <ReviewDialogFrame review={review} title="Rename the schedule" action={{ name: 'Rename', run }}>
      <div class="field">
        <label for="schedule-name">Name</label>
        <input
          id="schedule-name"
          ref={input}
          class="input"
          defaultValue={was}
          maxLength={120}
          required
          autocomplete="off"
        />
      </div>
    </ReviewDialogFrame>
  );
}
