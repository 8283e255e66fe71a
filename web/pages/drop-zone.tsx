import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../shell/announce.ts';
import { Button } from '../shell/button.tsx';

interface DropZoneProps {
  /** Why nothing is taken just now; null where files are. */
  refusal: string | null;
  onFiles: (files: File[]) => void;
}

/** Where files are dropped or chosen. A file that is dropped beside it is not opened by the browser in place of the page. */
export function DropZone({ refusal, onFiles }: DropZoneProps) {
  const over = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(keepThePage, []);
  const take = (files: FileList | null | undefined): void => {
    const all = Array.from(files ?? []);
    if (refusal !== null) announce(refusal);
    else if (all.length > 0) onFiles(all);
  };
  return (
    <div
      class={over.value ? 'drop drop-over' : 'drop'}
      onDragOver={() => (over.value = true)}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        over.value = false;
        take(event.dataTransfer?.files);
      }}
    >
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <path d="M14 6h14l8 8v28H14z" />
        <path d="M28 6v8h8M25 34V21m-5.5 5.5L25 21l5.5 5.5" />
      </svg>
      <p class="drop-words">Drop PDFs here</p>
      <Button class="button-primary" onClick={() => input.current?.click()} busy={refusal !== null}>
        Choose files
      </Button>
      <p class="soft small">{refusal ?? 'One or many, up to the service’s limit each.'}</p>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="application/pdf,.pdf"
        aria-label="PDF files"
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

function keepThePage(): () => void {
  const keep = (event: Event): void => event.preventDefault();
  window.addEventListener('dragover', keep);
  window.addEventListener('drop', keep);
  return () => {
    window.removeEventListener('dragover', keep);
    window.removeEventListener('drop', keep);
  };
}
