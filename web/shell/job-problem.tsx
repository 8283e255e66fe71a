import { Button } from './button.tsx';
import { DeletedNote, isDeleted } from './deleted-note.tsx';
import { PageHead } from './page-head.tsx';
import { ProblemNote } from './problem-note.tsx';

interface JobProblemProps {
  jobId: string;
  problem: unknown;
  onRetry: () => void;
}

/** In place of a page of a job that cannot be shown. */
export function JobProblem({ jobId, problem, onRetry }: JobProblemProps) {
  const deleted = isDeleted(problem);
  return (
    <>
      <PageHead title={deleted ? 'Deleted job' : 'Job'} up={{ href: '/', name: 'Jobs' }} />
      {deleted ? (
        <DeletedNote jobId={jobId} />
      ) : (
        <ProblemNote title="This job cannot be shown." problem={problem}>
          <Button onClick={onRetry}>Try again</Button>
        </ProblemNote>
      )}
    </>
  );
}
