import { sendJson } from '../shell/api.ts';
import { Button } from '../shell/button.tsx';
import { Note } from '../shell/note.tsx';
import { plural } from '../shell/plural.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useAction } from '../shell/use-action.ts';
import type { Job } from '../shell/wire.ts';
import { AwaitingNote } from './awaiting-note.tsx';
import { isAtWork } from './is-at-work.ts';

interface JobNotesProps {
  job: Job;
  onChange: () => void;
}

/** What a person has to know of a job: why it failed or stopped, what was not read, and how to go on. */
export function JobNotes({ job, onChange }: JobNotesProps) {
  const { error, notice, pages, status } = job;
  const retry = useAction(async () => {
    await sendJson('POST', `/api/jobs/${job.jobId}/retry`);
    onChange();
  });
  if (isAtWork(job)) return null;
  const button = (
    <Button onClick={retry.run} busy={retry.busy.value}>
      {status === 'COMPLETED' ? 'Read what was not read' : 'Try again'}
    </Button>
  );
  const unread = pages.failed + pages.skipped - pages.notChosen;
  return (
    <>
      {status === 'AWAITING_UPLOAD' ? <AwaitingNote job={job} onChange={onChange} /> : null}
      {status === 'FAILED' ? (
        <Note look="note-bad" title="The job failed." ways={button}>
          {error?.detail ?? 'It does not say why.'} Pages that were read are kept, and never charged again.
        </Note>
      ) : null}
      {status === 'CANCELLED' ? (
        <Note look="" title="The job was cancelled." ways={button}>
          {plural(pages.done, 'page')} of {pages.count ?? 'an unknown number'} had been read. Another try goes
          on from there.
        </Note>
      ) : null}
      {status === 'COMPLETED' && notice !== null ? (
        <Note look="note-weak" title="Not every page was read." ways={unread > 0 ? button : null}>
          {notice.detail}
        </Note>
      ) : null}
      {status === 'COMPLETED' && pages.failed > 0 ? (
        <Note
          look="note-weak"
          title={`${plural(pages.failed, 'page')} could not be read.`}
          ways={notice === null ? button : null}
        >
          They were not charged. The schedules below come from the other pages.
        </Note>
      ) : null}
      {retry.problem.value === null ? null : (
        <ProblemNote title="It was not started again." problem={retry.problem.value} />
      )}
    </>
  );
}
