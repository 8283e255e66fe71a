import { Brand } from '../shell/brand.tsx';
import { ExportButton } from './export-button.tsx';
import { plural } from '../shell/plural.ts';
import type { Review } from './model/review.ts';
import { SaveLine } from './save-line.tsx';

/** The file, what it came to, and where to go from here. */
export function TopBar({ review, jobId }: { review: Review; jobId: string }) {
  const job = review.job.value;
  const count = review.listed.value.length;
  return (
    <header class="review-bar">
      <Brand />
      <h1 tabIndex={-1}>{job?.filename ?? 'Review'}</h1>
      {job ? (
        <p class="soft facts">
          {[
            plural(job.pages.count ?? 0, 'page'),
            plural(count, 'schedule'),
            `${dollars(job.cost.spentCents)} of ${dollars(job.cost.capCents)}`,
          ].join(' · ')}
        </p>
      ) : null}
      <SaveLine review={review} />
      <div class="actions">
        <a class="button" href={`/jobs/${jobId}`}>
          Deletion &amp; audit
        </a>
        <ExportButton {...{ review, jobId }} />
      </div>
    </header>
  );
}

/** Whole dollars without cents, as one says it: "$1.68 of $240". */
function dollars(cents: number): string {
  return `$${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: cents % 100 === 0 ? 0 : 2 })}`;
}
