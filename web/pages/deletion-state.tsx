import { useEffect } from 'preact/hooks';
import { announce } from '../shell/announce.ts';
import { Button } from '../shell/button.tsx';
import { formatTime } from '../shell/format-time.ts';
import { plural } from '../shell/plural.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { usePolled } from '../shell/use-polled.ts';
import type { Deletion } from '../shell/wire.ts';
import { CertificateView } from './certificate-view.tsx';

const words: Record<Deletion['status'], { title: string; look: string; detail: string }> = {
  PENDING: { title: 'The deletion begins.', look: '', detail: 'From now on nobody sees the job.' },
  DELETING: {
    title: 'The job is being deleted.',
    look: '',
    detail: 'First its files; where an upload is still permitted, that has to run out before the last look.',
  },
  COMPLETED: {
    title: 'Deleted.',
    look: 'note-good',
    detail: 'The store was looked at last and held nothing of this job.',
  },
  FAILED: {
    title: 'The deletion has not come through yet.',
    look: 'note-bad',
    detail:
      'The store did not let everything go. It is tried again by itself until it does; nothing has to be done here.',
  },
};

/** How far a deletion is, and its certificate when it is done. */
export function DeletionState({ jobId }: { jobId: string }) {
  const path = `/api/jobs/${jobId}/deletion`;
  const { body, problem, again } = usePolled<Deletion>(path, ({ status }) => status === 'COMPLETED');
  const deletion = body.value;
  const title = deletion === null ? '' : words[deletion.status].title;
  useEffect(() => {
    if (title !== '') announce(title);
  }, [title]);
  return (
    <>
      {problem.value === null ? null : (
        <ProblemNote title="How far it is cannot be shown." problem={problem.value}>
          <Button onClick={again}>Try again</Button>
        </ProblemNote>
      )}
      {deletion === null ? null : <Stand deletion={deletion} />}
      {deletion?.certificate ? <CertificateView certificate={deletion.certificate} /> : null}
    </>
  );
}

function Stand({ deletion }: { deletion: Deletion }) {
  const { title, look, detail } = words[deletion.status];
  const done = deletion.status === 'COMPLETED';
  const { objectsDeleted: objects, rowsDeleted: rows } = deletion;
  return (
    <div class={`note ${look}`.trimEnd()}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{detail}</p>
      {done ? null : <progress aria-label="The deletion is under way" />}
      <p class="soft small">
        {plural(objects, 'object')} and {plural(rows, 'row')} erased{done ? '' : ' so far'} · asked for{' '}
        {formatTime(deletion.requestedAt)}
        {done ? '' : `, due by ${formatTime(deletion.dueAt)}`}
      </p>
    </div>
  );
}
