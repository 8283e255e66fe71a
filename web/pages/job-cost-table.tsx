import { money } from '../shell/money.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import type { Job, JobCost } from '../shell/wire.ts';

const kinds: Record<string, string> = {
  'text-layer': 'Digital text',
  image: 'Scanned',
  mixed: 'Digital with pictures of text',
  garbage: 'Unusable text, read as a scan',
  blank: 'Blank',
};

const states: Record<string, string> = { DONE: '', FAILED: ' · could not be read', SKIPPED: ' · not read' };

/** For which pages what was charged. */
export function JobCostTable({ job }: { job: Job }) {
  const { body } = useLoaded<JobCost>(`/api/jobs/${job.jobId}/cost`, `${job.run} ${job.status}`);
  const cost = body.value;
  // It only adds to the page: where it cannot be had, the sum stands above all the same.
  if (cost === null || cost.pages.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="cost">
      <h2 id="cost">Cost</h2>
      <div class="scroll panel" tabIndex={0} role="region" aria-label="Cost by kind of page">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Pages</th>
              <th scope="col" class="number">
                How many
              </th>
              <th scope="col" class="number">
                Charged
              </th>
            </tr>
          </thead>
          <tbody>
            {cost.pages.map((tally) => (
              <tr key={`${tally.source} ${tally.triage ?? ''} ${tally.status}`}>
                <th scope="row">{wordsOf(tally)}</th>
                <td class="number">{tally.pages}</td>
                <td class="number">{money(tally.costCents)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Total, of the {money(cost.capCents)} cap</th>
              <td class="number">{cost.pages.reduce((sum, { pages }) => sum + pages, 0)}</td>
              <td class="number">{money(cost.spentCents)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}

function wordsOf({ triage, status }: JobCost['pages'][number]): string {
  const kind = triage === null ? 'Not looked at' : (kinds[triage] ?? triage);
  return `${kind}${states[status] ?? ''}`;
}
