import { useSignal } from '@preact/signals';
import type { PageProps } from '../routes.ts';
import { Button } from '../shell/button.tsx';
import { JobProblem } from '../shell/job-problem.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { plural } from '../shell/plural.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { sendOnce } from '../shell/api.ts';
import { useAction } from '../shell/use-action.ts';
import { useOnceKey } from '../shell/use-once-key.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import type { ExportFormat, Job, OrderedExport, ScheduleHead, ScheduleList } from '../shell/wire.ts';
import { ExportFormats } from './export-formats.tsx';
import { ExportRow } from './export-row.tsx';
import { orderedExports, rememberExport } from './ordered-exports.ts';
import { SchedulePicks } from './schedule-picks.tsx';

/** Which schedules, in which format; then the files that were ordered here. */
export function ExportPage({ params }: PageProps) {
  const jobId = params['jobId'] ?? '';
  const job = useLoaded<Job>(`/api/jobs/${jobId}`);
  const list = useLoaded<ScheduleList>(`/api/jobs/${jobId}/schedules`);
  const problem = job.problem.value ?? list.problem.value;
  if (problem !== null) {
    const again = (): void => [job, list].forEach((each) => each.again());
    return <JobProblem jobId={jobId} problem={problem} onRetry={again} />;
  }
  if (job.body.value === null || list.body.value === null) return <p class="soft">Loading …</p>;
  return <Exporting job={job.body.value} schedules={list.body.value.schedules} />;
}

function Exporting({ job, schedules }: { job: Job; schedules: ScheduleHead[] }) {
  const { jobId } = job;
  const format = useSignal<ExportFormat>('xlsx');
  const chosen = useSignal<ReadonlySet<string>>(firstChoice(job, schedules));
  const ordered = useSignal(orderedExports(jobId));
  const { keyOf, done } = useOnceKey();
  const order = useAction(async () => {
    const ofPages = format.value === 'pdf';
    const ids = schedules.map(({ id }) => id).filter((id) => chosen.value.has(id));
    const body = { format: format.value, ...(ofPages ? {} : { selectedScheduleIds: ids }) };
    const { exportId } = await sendOnce<OrderedExport>(keyOf(body), `/api/jobs/${jobId}/export`, body);
    done();
    ordered.value = rememberExport(jobId, exportId);
  });
  const needsSchedules = format.value !== 'pdf';
  const empty = needsSchedules && chosen.value.size === 0;
  return (
    <>
      <PageHead
        title="Export"
        up={{ href: `/jobs/${jobId}`, name: job.filename }}
        facts={`From ${job.filename}`}
      />
      <form
        class="stack-large"
        onSubmit={(event) => {
          event.preventDefault();
          if (!empty) order.run();
        }}
      >
        <ExportFormats format={format} />
        {needsSchedules ? <SchedulePicks schedules={schedules} chosen={chosen} /> : null}
        {order.problem.value === null ? null : (
          <ProblemNote title="Nothing was exported." problem={order.problem.value} />
        )}
        <div class="actions">
          <Button class="button-primary" type="submit" busy={order.busy.value || empty}>
            {needsSchedules ? `Export ${plural(chosen.value.size, 'schedule')}` : 'Export the PDF'}
          </Button>
          {empty ? <span class="soft">Choose at least one schedule.</span> : null}
        </div>
      </form>
      {ordered.value.length === 0 ? null : (
        <section class="stack" aria-labelledby="files">
          <h2 id="files">Files</h2>
          <ul class="rows panel">
            {ordered.value.map((exportId) => (
              <ExportRow key={exportId} jobId={jobId} exportId={exportId} filename={job.filename} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What was chosen last, as far as it is still there; else all. */
function firstChoice(job: Job, schedules: ScheduleHead[]): ReadonlySet<string> {
  const all = schedules.map(({ id }) => id);
  const last = job.selectedScheduleIds;
  const kept = last === null ? [] : all.filter((id) => last.includes(id));
  return new Set(kept.length > 0 ? kept : all);
}
