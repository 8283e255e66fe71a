import { useSignal } from '@preact/signals';
import { announce } from '../shell/announce.ts';
import { sendOnce } from '../shell/api.ts';
import { Button } from '../shell/button.tsx';
import { Note } from '../shell/note.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useAction } from '../shell/use-action.ts';
import { useOnceKey } from '../shell/use-once-key.ts';
import type { Job } from '../shell/wire.ts';

interface AskDeletionProps {
  job: Job;
  onAsked: () => void;
}

/** Asks whether the job is really to go. */
export function AskDeletion({ job, onAsked }: AskDeletionProps) {
  return (
    <>
      <PageHead title="Delete this job" up={{ href: `/jobs/${job.jobId}`, name: job.filename }} />
      {job.legalHold ? (
        <Note look="note-weak" title="This job is under a legal hold." ways={null}>
          It cannot be deleted until an admin of your organisation lifts the hold.
        </Note>
      ) : (
        <Confirmation job={job} onAsked={onAsked} />
      )}
    </>
  );
}

/** A deletion cannot be undone: whoever asks for it writes the name of the file. */
function Confirmation({ job, onAsked }: AskDeletionProps) {
  const written = useSignal('');
  const { keyOf } = useOnceKey();
  const erase = useAction(async () => {
    await sendOnce(keyOf('delete'), `/api/jobs/${job.jobId}/delete`);
    announce('The deletion has begun.');
    onAsked();
  });
  const same = written.value.trim() === job.filename.trim();
  return (
    <form
      class="panel inset"
      onSubmit={(event) => {
        event.preventDefault();
        if (same) erase.run();
      }}
    >
      <p>
        The uploaded file, the pictures of its pages, all that was read and every export of it are erased,
        here and in the store. <strong>Nobody can bring them back.</strong> What stays is the cost, and the
        audit trail without names.
      </p>
      <div class="field">
        <label for="confirm">To confirm, write the name of the file</label>
        <p class="hint" id="confirm-hint">
          <code class="whole">{job.filename}</code>
        </p>
        <input
          id="confirm"
          class="input"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="confirm-hint"
          value={written.value}
          onInput={(event) => (written.value = event.currentTarget.value)}
        />
      </div>
      {erase.problem.value === null ? null : (
        <ProblemNote title="Nothing was deleted." problem={erase.problem.value} />
      )}
      <div class="actions">
        <Button class="button-danger" type="submit" busy={!same || erase.busy.value}>
          {erase.busy.value ? 'Deleting …' : 'Delete for good'}
        </Button>
        <a class="button button-plain" href={`/jobs/${job.jobId}`}>
          Keep it
        </a>
      </div>
    </form>
  );
}
