import { sendJson } from '../shell/api.ts';
import { Button } from '../shell/button.tsx';
import { Note } from '../shell/note.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useAction } from '../shell/use-action.ts';
import type { Job } from '../shell/wire.ts';

/** A job whose file has not come: it waits until somebody ends it. */
export function AwaitingNote({ job, onChange }: { job: Job; onChange: () => void }) {
  const cancel = useAction(async () => {
    await sendJson('POST', `/api/jobs/${job.jobId}/cancel`);
    onChange();
  });
  const ways = (
    <>
      <a class="button" href="/upload">
        Upload it again
      </a>
      <Button onClick={cancel.run} busy={cancel.busy.value}>
        Cancel this job
      </Button>
    </>
  );
  return (
    <>
      <Note look="note-weak" title="The file is not here yet." ways={ways}>
        Its upload is under way, or it broke off. Where it broke off, cancel this job and upload the file
        again.
      </Note>
      {cancel.problem.value === null ? null : (
        <ProblemNote title="The job could not be cancelled." problem={cancel.problem.value} />
      )}
    </>
  );
}
