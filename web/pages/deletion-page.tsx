import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { PageProps } from '../routes.ts';
import { ApiProblem } from '../shell/api-problem.ts';
import { getJson } from '../shell/api.ts';
import { isDeleted } from '../shell/deleted-note.tsx';
import { JobProblem } from '../shell/job-problem.tsx';
import { PageHead } from '../shell/page-head.tsx';
import type { Deletion, Job } from '../shell/wire.ts';
import { AskDeletion } from './ask-deletion.tsx';
import { DeletionState } from './deletion-state.tsx';

type Known = { job: Job } | { asked: true } | { problem: unknown } | null;

/** Asks for the deletion of a job, then shows how far it is, and in the end its certificate. */
export function DeletionPage({ params }: PageProps) {
  const jobId = params['jobId'] ?? '';
  const known = useSignal<Known>(null);
  const look = async (): Promise<void> => {
    known.value = await lookAt(jobId);
  };
  useEffect(() => {
    void look();
  }, []);
  const now = known.value;
  if (now === null) return <p class="soft">Loading …</p>;
  if ('problem' in now) return <JobProblem jobId={jobId} problem={now.problem} onRetry={() => void look()} />;
  if ('job' in now) return <AskDeletion job={now.job} onAsked={() => (known.value = { asked: true })} />;
  return (
    <>
      <PageHead
        title="Deletion"
        up={{ href: '/', name: 'Jobs' }}
        facts="What was stored of this job is erased; a certificate says so."
        actions={
          <a class="button" href={`/jobs/${jobId}/audit`}>
            Audit trail
          </a>
        }
      />
      <DeletionState jobId={jobId} />
    </>
  );
}

async function lookAt(jobId: string): Promise<Known> {
  try {
    return { job: await getJson<Job>(`/api/jobs/${jobId}`) };
  } catch (problem) {
    if (isDeleted(problem)) return { asked: true };
    // A job that is gone for long is known by its deletion alone.
    const missing = problem instanceof ApiProblem && problem.code === 'not-found';
    const asked =
      missing && (await getJson<Deletion>(`/api/jobs/${jobId}/deletion`).catch(() => null)) !== null;
    return asked ? { asked: true } : { problem };
  }
}
