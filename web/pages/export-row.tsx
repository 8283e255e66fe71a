import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../shell/announce.ts';
import { getJson } from '../shell/api.ts';
import { Button } from '../shell/button.tsx';
import { formatBytes } from '../shell/format-bytes.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { saveAs } from '../shell/save-as.ts';
import { useAction } from '../shell/use-action.ts';
import { usePolled } from '../shell/use-polled.ts';
import type { Export, ExportFormat } from '../shell/wire.ts';

interface ExportRowProps {
  jobId: string;
  exportId: string;
  /** Of the job. */
  filename: string;
}

const names: Record<ExportFormat, string> = {
  xlsx: 'Excel workbook',
  csv: 'CSV',
  json: 'JSON',
  pdf: 'Searchable PDF',
};

/** A file that was ordered: waited for, and downloaded as soon as it is there. */
export function ExportRow({ jobId, exportId, filename }: ExportRowProps) {
  const path = `/api/jobs/${jobId}/exports/${exportId}`;
  const { body, problem } = usePolled<Export>(path, ({ status }) => status !== 'QUEUED');
  const awaited = useRef(false);
  // The address is good for minutes only: a fresh one each time.
  const download = useAction(async () => {
    const { download: granted } = await getJson<Export>(path);
    if (granted !== null) saveAs(granted.url, '');
  });
  const view = body.value;
  useEffect(() => {
    if (view?.status === 'QUEUED') awaited.current = true;
    if (view?.status !== 'COMPLETED' || !awaited.current) return;
    announce(`${names[view.format]} of ${filename} is ready.`);
    download.run();
  }, [view?.status]);
  if (view === null) {
    return problem.value === null ? null : (
      <li class="upload">
        <ProblemNote title="A file cannot be shown." problem={problem.value} />
      </li>
    );
  }
  return (
    <li class="upload">
      <div class="upload-head">
        <div>
          <span class="row-name">{names[view.format]}</span>
          <span class="row-facts">{factsOf(view)}</span>
        </div>
        {view.status === 'COMPLETED' ? (
          <Button onClick={download.run} busy={download.busy.value} of={`the ${names[view.format]}`}>
            Download
          </Button>
        ) : null}
      </div>
      {view.status === 'QUEUED' ? <progress aria-label={`${names[view.format]} is being written`} /> : null}
      {view.error === null ? null : <p class="fault">{view.error.detail}</p>}
      {download.problem.value === null ? null : (
        <ProblemNote title="Not downloaded." problem={download.problem.value} />
      )}
    </li>
  );
}

function factsOf({ status, bytes, sha256 }: Export): string {
  if (status === 'QUEUED') return 'Being written …';
  if (status === 'FAILED') return 'Not written';
  const hash = sha256 === null ? [] : [`SHA-256 ${sha256.slice(0, 16)}…, whole in the audit trail`];
  return [...(bytes === null ? [] : [formatBytes(bytes)]), ...hash].join(' · ');
}
