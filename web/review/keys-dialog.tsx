import { ReviewDialogFrame } from './review-dialog-frame.tsx';
import type { Review } from './model/review.ts';

/** Every key there is; letters can be switched off for those whom they trip, WCAG 2.1.4. */
export function KeysDialog({ review }: { review: Review }) {
  return (
    <ReviewDialogFrame review={review} title="All keys">
      <dl class="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label class="choice">
        <input
          type="checkbox"
          checked={review.letterKeys.value}
          onChange={(event) => (review.letterKeys.value = event.currentTarget.checked)}
        />
        Single letters are keys (arrows, F2, Enter, Del and Ctrl Z always are)
      </label>
    </ReviewDialogFrame>
  );
}

const KEYS: readonly [key: string, what: string][] = [
  ['N', 'next cell to check, over all schedules'],
  ['Enter', 'use the proposed figure, or keep the one that is there'],
  ['F2 or a digit', 'edit the cell; Enter takes it, Escape leaves it'],
  ['Ctrl Z', 'undo'],
  ['↑ ↓ ← →', 'move'],
  ['Home · End', 'first and last column; with Ctrl first and last row'],
  ['Page Up · Down', 'twelve rows'],
  ['M · S', 'merge the column with the next · split it'],
  ['I · Del', 'insert a row above · delete the row'],
  ['R · K', 'rename the schedule · change its kind'],
  ['E · Space', 'export the schedule or not'],
  ['+ · -', 'larger and smaller page'],
  ['?', 'these keys'],
];
