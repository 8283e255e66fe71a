import type { ComponentChildren } from 'preact';

interface ButtonProps {
  children: ComponentChildren;
  /** Beside `button`: button-primary, button-danger, button-plain. */
  class?: string;
  /** `submit` in a form, which then has the handler. */
  type?: 'button' | 'submit';
  onClick?: () => void;
  /** It does its work just now: it stays where it is and in the focus, and does nothing. */
  busy?: boolean;
  /** Behind the visible words and for the ear only, where those alone would not say what of. */
  of?: string;
  /** Said in place of a sign that is no word. */
  label?: string;
}

/** Every button of the site. */
export function Button({
  children,
  class: look = '',
  type = 'button',
  onClick,
  busy,
  of,
  label,
}: ButtonProps) {
  return (
    <button
      class={`button ${look}`.trimEnd()}
      type={type}
      aria-label={label}
      aria-disabled={busy === true ? 'true' : undefined}
      onClick={(event) => {
        if (busy === true) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
      {of === undefined ? null : <span class="unseen"> {of}</span>}
    </button>
  );
}
