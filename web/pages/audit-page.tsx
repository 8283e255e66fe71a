import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PageProps } from '../routes.ts';
import { announce } from '../shell/announce.ts';
import { getJson } from '../shell/api.ts';
import { Button } from '../shell/button.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { plural } from '../shell/plural.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { saveAs } from '../shell/save-as.ts';
import { useAction } from '../shell/use-action.ts';
import type { AuditEvent, AuditListPage } from '../shell/wire.ts';
import { AuditTable } from './audit-table.tsx';
import { downloadTrail } from './download-trail.ts';

const pageSize = 50;

/** Everything that was done to a job and by whom, oldest first. It outlives the job, without the names. */
export function AuditPage({ params }: PageProps) {
  const jobId = params['jobId'] ?? '';
  const events = useSignal<AuditEvent[] | null>(null);
  const cursor = useSignal<string | null>(null);
  const more = useAction(async () => {
    const from = cursor.value === null ? '' : `&cursor=${encodeURIComponent(cursor.value)}`;
    const page = await getJson<AuditListPage>(`/api/jobs/${jobId}/audit?limit=${pageSize}${from}`);
    if (events.value !== null) announce(`${plural(page.events.length, 'more event')} shown.`);
    events.value = [...(events.value ?? []), ...page.events];
    cursor.value = page.nextCursor;
  });
  useEffect(more.run, []);
  return (
    <>
      <PageHead
        title="Audit trail"
        up={{ href: `/jobs/${jobId}`, name: 'The job' }}
        facts="What was done, when and by whom. Reading it is an event too."
        actions={<Downloads jobId={jobId} />}
      />
      {more.problem.value === null ? null : (
        <ProblemNote title="The trail cannot be shown." problem={more.problem.value}>
          <Button onClick={more.run}>Try again</Button>
        </ProblemNote>
      )}
      {events.value === null ? null : <AuditTable events={events.value} />}
      {cursor.value === null ? null : (
        <div class="actions">
          <Button onClick={more.run} busy={more.busy.value}>
            {more.busy.value ? 'Loading …' : 'Show later events'}
          </Button>
        </div>
      )}
    </>
  );
}

function Downloads({ jobId }: { jobId: string }) {
  return (
    <>
      <Download jobId={jobId} format="csv" name="CSV" />
      <Download jobId={jobId} format="ndjson" name="NDJSON" />
    </>
  );
}

function Download({ jobId, format, name }: { jobId: string; format: 'csv' | 'ndjson'; name: string }) {
  const save = useAction(async () => saveAs(await downloadTrail(jobId, format), `audit-${jobId}.${format}`));
  return (
    <>
      <Button onClick={save.run} busy={save.busy.value} of="of the trail">
        {save.busy.value ? 'Fetching …' : `Download ${name}`}
      </Button>
      {save.problem.value === null ? null : (
        <ProblemNote title="Not downloaded." problem={save.problem.value} />
      )}
    </>
  );
}
