import { useEffect } from 'preact/hooks';
import { announce } from '../shell/announce.ts';
import { ApiProblem } from '../shell/api-problem.ts';
import { sendJson } from '../shell/api.ts';
import { Button } from '../shell/button.tsx';
import { useAction } from '../shell/use-action.ts';
import type { Job } from '../shell/wire.ts';

interface CancelButtonProps {
  job: Job;
  onChange: () => void;
}

/** Stops a job from a list. What goes wrong is said aloud; the page of the job shows it. */
export function CancelButton({ job, onChange }: CancelButtonProps) {
  const cancel = useAction(async () => {
    await sendJson('POST', `/api/jobs/${job.jobId}/cancel`);
    announce(`${job.filename} is being stopped.`);
    onChange();
  });
  const problem = cancel.problem.value;
  useEffect(() => {
    if (problem instanceof ApiProblem) announce(problem.detail);
  }, [problem]);
  const stopping = job.cancellationRequested || cancel.busy.value;
  return (
    <Button onClick={cancel.run} busy={stopping} of={job.filename}>
      {stopping ? 'Stopping …' : problem === null ? 'Cancel' : 'Cancel again'}
    </Button>
  );
}
