import { sendJson } from '../shell/api.ts';
import { announce } from '../shell/announce.ts';
import { Button } from '../shell/button.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useAction } from '../shell/use-action.ts';
import type { Job } from '../shell/wire.ts';
import { JobProgress } from './job-progress.tsx';

interface JobWorkProps {
  job: Job;
  /** After something was asked for. */
  onChange: () => void;
}

/** A job at work, and the button that stops it. */
export function JobWork({ job, onChange }: JobWorkProps) {
  const cancel = useAction(async () => {
    await sendJson('POST', `/api/jobs/${job.jobId}/cancel`);
    announce('The job is being stopped.');
    onChange();
  });
  const stopping = job.cancellationRequested || cancel.busy.value;
  return (
    <section class="panel inset" aria-label="Progress">
      <JobProgress job={job} />
      {cancel.problem.value === null ? null : (
        <ProblemNote title="The job could not be stopped." problem={cancel.problem.value} />
      )}
      <div class="actions">
        <Button onClick={cancel.run} busy={stopping}>
          {stopping ? 'Stopping …' : 'Cancel this job'}
        </Button>
        <span class="soft small">Pages that are read stay, and only they are charged.</span>
      </div>
    </section>
  );
}
