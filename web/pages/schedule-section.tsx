import { pageRange } from '../shell/page-range.ts';
import { plural } from '../shell/plural.ts';
import { Button } from '../shell/button.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { ProofMark } from '../shell/proof-mark.tsx';
import { useLoaded } from '../shell/use-loaded.ts';
import type { Job, ScheduleHead, ScheduleList } from '../shell/wire.ts';

/** What was found: each schedule with the one sentence of its proof. */
export function ScheduleSection({ job }: { job: Job }) {
  const { body, problem, again } = useLoaded<ScheduleList>(
    `/api/jobs/${job.jobId}/schedules`,
    String(job.run),
  );
  const schedules = body.value?.schedules ?? null;
  if (job.status === 'CANCELLED' && (schedules === null || schedules.length === 0)) return null;
  return (
    <section class="stack" aria-labelledby="schedules">
      <h2 id="schedules">Schedules{schedules === null ? '' : ` (${schedules.length})`}</h2>
      {problem.value === null ? null : (
        <ProblemNote title="The schedules cannot be shown." problem={problem.value}>
          <Button onClick={again}>Try again</Button>
        </ProblemNote>
      )}
      {schedules === null ? null : <Found schedules={schedules} />}
    </section>
  );
}

function Found({ schedules }: { schedules: ScheduleHead[] }) {
  if (schedules.length === 0)
    return (
      <div class="empty panel">
        <p>
          No schedule was found. The pages hold no financial table, or their tables are pictures of poor
          quality: a sharper scan may help.
        </p>
      </div>
    );
  return (
    <ol class="rows panel">
      {schedules.map((schedule) => (
        <li key={schedule.id} class="schedule">
          <ProofMark state={schedule.proof.state} />
          <div>
            <span class="row-name">{schedule.name}</span>
            <span class="schedule-proof">{sentenceOf(schedule)}</span>
            <span class="row-facts">
              {pageRange(schedule.pages)} · {plural(schedule.rowCount, 'row')}
            </span>
          </div>
          {schedule.doubtCount ? (
            <span class="chip-weak">{plural(schedule.doubtCount, 'cell')} to check</span>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

/** The provers write it as the part behind a colon. */
function sentenceOf({ proof }: ScheduleHead): string {
  const { sentence } = proof;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
