import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../shell/button.tsx';
import type { Review } from './model/review.ts';

interface FrameProps {
  review: Review;
  title: string;
  children: ComponentChildren;
  /** What the dialog is for; without it there is only a way out. */
  action?: { name: string; run(): void };
}

/** A dialog over the page: Escape leaves it, and the focus goes back to the grid. */
export function ReviewDialogFrame({ review, title, children, action }: FrameProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    // Else the first thing in it has the focus, which a stray key would change.
    if (!action) dialog.current?.querySelector<HTMLElement>('.actions button')?.focus();
  }, []);
  const left = useRef(false);
  const leave = (): void => {
    if (left.current) return;
    left.current = true;
    review.dialog.value = null;
    review.focus();
  };
  // The browser tells of a closed dialog a frame later: a key pressed meanwhile would be lost behind it.
  const close = (): void => {
    dialog.current?.close();
    leave();
  };
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="review-dialog-title"
      onClose={leave}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          action?.run();
          close();
        }}
      >
        <h2 id="review-dialog-title">{title}</h2>
        {children}
        <div class="actions">
          <Button onClick={close}>{action ? 'Cancel' : 'Close'}</Button>
          {action ? (
            <Button type="submit" class="button-primary">
              {action.name}
            </Button>
          ) : null}
        </div>
      </form>
    </dialog>
  );
}
