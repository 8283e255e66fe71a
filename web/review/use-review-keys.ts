import { useEffect } from 'preact/hooks';
import { type Command, keyCommand } from './model/key-command.ts';
import type { Review } from './model/review.ts';
import { runCommand } from './model/run-command.ts';

/** The keys of the page, wherever the focus is: never while a text is typed, nor behind a dialog. */
export function useReviewKeys(review: Review): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || review.dialog.peek() !== null) return;
      const target = event.target instanceof Element ? event.target : document.body;
      const command = keyCommand(event);
      if (!command || isTyping(target)) return;
      if (isLetter(event) && !review.letterKeys.peek()) return;
      if (!target.closest('[role="grid"]') && target !== document.body && needsGrid(command, event.key))
        return;
      event.preventDefault();
      runCommand(review, command);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [review]);
}

function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target.matches('textarea, select, [contenteditable]');
}

function isLetter({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' ' && !/\d/.test(key) && !ctrlKey && !metaKey;
}

/** Elsewhere these belong to what has the focus: a list scrolls, a button is pressed. */
function needsGrid({ type }: Command, key: string): boolean {
  return (
    type === 'move' ||
    type === 'move-to' ||
    type === 'edit-cell' ||
    type === 'delete-row' ||
    key === 'Enter' ||
    key === ' '
  );
}
