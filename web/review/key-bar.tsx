import { runCommand } from './model/run-command.ts';
import type { Review } from './model/review.ts';

/** The main keys, always in sight, and what was said last: a screen reader has heard it already. */
export function KeyBar({ review }: { review: Review }) {
  return (
    <footer class="key-bar">
      <ul>
        {MAIN.map(([keys, what]) => (
          <li key={what}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}{' '}
            {what}
          </li>
        ))}
        <li>
          <button type="button" onClick={() => runCommand(review, { type: 'show-keys' })}>
            <kbd>?</kbd> all keys
          </button>
        </li>
      </ul>
      <p class="told" aria-hidden="true">
        {review.told.value}
      </p>
    </footer>
  );
}

const MAIN: readonly [keys: string[], what: string][] = [
  [['↑ ↓ ← →'], 'move'],
  [['F2'], 'edit'],
  [['N'], 'next to check'],
  [['Enter'], 'accept'],
  [['Ctrl Z'], 'undo'],
];
