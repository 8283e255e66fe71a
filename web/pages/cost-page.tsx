import { Button } from '../shell/button.tsx';
import { money } from '../shell/money.ts';
import { PageHead } from '../shell/page-head.tsx';
import { plural } from '../shell/plural.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useLoaded } from '../shell/use-loaded.ts';
import type { UserCost } from '../shell/wire.ts';

/** What the jobs of this credential's user have cost together. */
export function CostPage() {
  const { body, problem, again } = useLoaded<UserCost>('/api/users/me/cost');
  return (
    <>
      <PageHead title="Cost" facts="What your jobs have cost together, deleted ones included." />
      {problem.value === null ? null : (
        <ProblemNote title="The cost cannot be shown." problem={problem.value}>
          <Button onClick={again}>Try again</Button>
        </ProblemNote>
      )}
      {body.value === null ? null : <Sums cost={body.value} />}
      <p class="soft">
        Pages with digital text are free. A page that has to be recognised is charged once, however often its
        job is tried again; what each page of a job cost stands on the page of the job.
      </p>
    </>
  );
}

function Sums({ cost }: { cost: UserCost }) {
  const { budget_cents: budget, total_cost_cents: spent, reserved_cents: reserved } = cost;
  return (
    <>
      <dl class="cards">
        <Card name="Spent" value={money(spent)} note={`on ${plural(cost.total_pages, 'recognised page')}`} />
        <Card name="Held" value={money(reserved)} note="for pages that jobs at work still have to read" />
        <Card name="Jobs" value={cost.total_jobs.toLocaleString('en-US')} note="so far" />
        <Card
          name="Budget"
          value={budget === null ? 'None' : money(budget)}
          note={
            budget === null
              ? 'each job has its own cap'
              : `${money(Math.max(0, budget - spent - reserved))} left`
          }
        />
      </dl>
      {budget === null ? null : (
        <progress
          aria-label="Spent and held, of the budget"
          max={Math.max(1, budget)}
          value={spent + reserved}
        />
      )}
    </>
  );
}

function Card({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div class="card panel">
      <dt>{name}</dt>
      <dd class="card-value">{value}</dd>
      <dd class="soft small">{note}</dd>
    </div>
  );
}
