import { useLayoutEffect, useRef } from 'preact/hooks';

export interface CellEditorProps {
  text: string;
  /** `move`: by how many columns the selection goes on; null where the focus has gone elsewhere already. */
  commit: (text: string, move: number | null) => void;
  cancel: () => void;
}

/** The text of a cell while it is changed: Enter and Tab take it, Escape leaves it as it was, a click elsewhere takes it. */
export function CellEditor({ text, commit, cancel }: CellEditorProps) {
  const input = useRef<HTMLInputElement>(null);
  // A blur that follows Enter or Escape comes from the input going away.
  const done = useRef(false);
  useLayoutEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.setSelectionRange(text.length, text.length);
  }, []);
  const finish = (act: () => void, stays = true): void => {
    if (done.current) return;
    done.current = true;
    // Before anything is drawn anew: an input that goes with the focus in it costs a layout of the whole page.
    if (stays) input.current?.closest<HTMLElement>('[data-col]')?.focus({ preventScroll: true });
    act();
  };
  const take = (move: number | null) =>
    finish(() => commit(input.current?.value ?? text, move), move !== null);
  return (
    <input
      ref={input}
      class="cell-input"
      aria-label="Text of this cell"
      defaultValue={text}
      autocomplete="off"
      spellcheck={false}
      onBlur={() => take(null)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') finish(cancel);
        else if (event.key === 'Enter') take(0);
        else if (event.key === 'Tab') take(event.shiftKey ? -1 : 1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
