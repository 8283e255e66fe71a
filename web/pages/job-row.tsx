import { formatTime } from '../shell/format-time.ts';
import { JobStatus } from '../shell/job-status.tsx';
import { money } from '../shell/money.ts';
import { plural } from '../shell/plural.ts';
import type { Job } from '../shell/wire.ts';

/** One job of the list, with what tells it from the others. */
export function JobRow({ job }: { job: Job }) {
  const { pages, cost } = job;
  const facts = [
    formatTime(job.createdAt),
    ...(pages.count === null ? [] : [plural(pages.count, 'page')]),
    ...(cost.spentCents === 0 ? [] : [money(cost.spentCents)]),
    ...(job.legalHold ? ['under a legal hold'] : []),
  ];
  return (
    <li>
      <a class="row" href={`/jobs/${job.jobId}`}>
        <span class="row-name">{job.filename}</span>
        <span class="row-facts">{facts.join(' · ')}</span>
        <JobStatus job={job} />
      </a>
    </li>
  );
}
