import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { PageHead } from '../shell/page-head.tsx';
import { readChoices } from '../upload/read-choices.ts';
import { addFiles, underWay, uploads } from '../upload/uploads.ts';
import { DropZone } from './drop-zone.tsx';
import { UploadList } from './upload-list.tsx';
import { UploadOptions } from './upload-options.tsx';

/** Files in, jobs out: each is uploaded at once and then read, with what was chosen for it. */
export function UploadPage() {
  const asked = useSignal({ pages: '', cap: '' });
  const read = readChoices(asked.value);
  useEffect(warnBeforeLeaving, []);
  return (
    <>
      <PageHead
        title="Upload"
        facts="PDFs, digital or scanned. Each file becomes a job and is read at once."
      />
      <UploadOptions asked={asked} read={read} />
      <DropZone
        refusal={'fault' in read ? 'First put the options right.' : null}
        onFiles={(files) => addFiles(files, 'choices' in read ? read.choices : {})}
      />
      {uploads.value.length === 0 ? null : <UploadList uploads={uploads.value} />}
    </>
  );
}

/** Closing the tab would end what is under way; looking at another page of the site does not. */
function warnBeforeLeaving(): void {
  if (warning) return;
  warning = true;
  window.addEventListener('beforeunload', (event) => {
    if (underWay.peek() > 0) event.preventDefault();
  });
}

let warning = false;
