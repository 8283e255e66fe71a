import { useLayoutEffect, useRef } from 'preact/hooks';

export interface CellEditorProps {
  text: string;
  /** `move`: by how many columns the selection goes on. */
  commit: (text: string, move: number) => void;
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
  const finish = (act: () => void): void => {
    if (done.current) return;
    done.current = true;
    act();
  };
  const take = (move: number) => finish(() => commit(input.current?.value ?? text, move));
  return (
    <input
      ref={input}
      class="cell-input"
      aria-label="Text of this cell"
      defaultValue={text}
      autocomplete="off"
      spellcheck={false}
      onBlur={() => take(0)}
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
