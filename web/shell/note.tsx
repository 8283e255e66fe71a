import type { ComponentChildren } from 'preact';

interface NoteProps {
  /** note-bad, note-weak, note-good; empty for none. */
  look: string;
  title: string;
  children: ComponentChildren;
  /** Buttons and links; null for none. */
  ways: ComponentChildren;
}

/** Something to know, and what can be done about it. */
export function Note({ look, title, children, ways }: NoteProps) {
  return (
    <div class={`note ${look}`.trimEnd()}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{children}</p>
      {ways === null ? null : <div class="actions">{ways}</div>}
    </div>
  );
}
