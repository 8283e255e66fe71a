import { useRef } from 'preact/hooks';
import { KINDS } from '#shared/kinds/kinds.ts';
import type { Review } from './model/review.ts';
import { ReviewDialogFrame } from './review-dialog-frame.tsx';

/** The kind decides which equations are looked for, so that the proof may change with it. */
export function KindDialog({ review }: { review: Review }) {
  const select = useRef<HTMLSelectElement>(null);
  const was = review.current.peek()?.schedule.peek().kind ?? 'table';
  const run = (): void => {
    const kind = select.current?.value ?? was;
    if (kind !== was) review.edit({ type: 'change-kind', kind }, 'Kind changed.');
  };
  return (
    <ReviewDialogFrame review={review} title="Change the kind" action={{ name: 'Change', run }}>
      <div class="field">
        <label for="schedule-kind">What the schedule is</label>
        <select id="schedule-kind" ref={select} class="input" defaultValue={was}>
          {KINDS.map(({ id, name }) => (
            <option key={id} value={id} selected={id === was}>
              {name}
            </option>
          ))}
          <option value="table" selected={was === 'table'}>
            Another table
          </option>
        </select>
        <p class="hint">It decides which equations its figures have to meet.</p>
      </div>
    </ReviewDialogFrame>
  );
}
