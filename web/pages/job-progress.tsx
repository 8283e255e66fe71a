import { money } from '../shell/money.ts';
import { plural } from '../shell/plural.ts';
import type { Job } from '../shell/wire.ts';

/** How far a job is: page n of N, what is being done, and the cost so far against the cap. */
export function JobProgress({ job }: { job: Job }) {
  const { pages, cost } = job;
  const behind = pages.done + pages.failed + pages.skipped;
  const words = stageOf(job);
  return (
    <div class="progress">
      <progress
        aria-label={`Progress of ${job.filename}`}
        max={pages.count ?? 1}
        value={pages.count === null ? undefined : behind}
      />
      <div class="progress-words">
        <span>{words}</span>
        <span class="soft">
          {money(cost.spentCents)} of the {money(cost.capCents)} cap
        </span>
      </div>
    </div>
  );
}

/** One line for a person: "Reading: page 4 of 14". */
function stageOf({ status, pages, cancellationRequested }: Job): string {
  const behind = pages.done + pages.failed + pages.skipped;
  if (cancellationRequested) return 'Stopping';
  if (status === 'AWAITING_UPLOAD') return 'Waiting for its file';
  if (status === 'QUEUED') return 'Waiting for a worker';
  if (pages.count === null) return 'Opening the file';
  if (behind >= pages.count) return `All ${plural(pages.count, 'page')} read: finding and proving schedules`;
  return `Reading: page ${behind + 1} of ${pages.count}`;
}
