import { ApiProblem } from './api-problem.ts';

/** Whether a job is gone or going: the answer of every address of it but its deletion and its trail. */
export function isDeleted(problem: unknown): boolean {
  return problem instanceof ApiProblem && problem.code === 'deleted';
}

/** What there still is of a deleted job. */
export function DeletedNote({ jobId }: { jobId: string }) {
  return (
    <div class="note">
      <p>
        <strong>This job was deleted.</strong>
      </p>
      <p>
        Its file, its pages, its schedules and its exports are gone for good, or are just going. What is left:
      </p>
      <div class="actions">
        <a class="button" href={`/jobs/${jobId}/delete`}>
          The deletion and its certificate
        </a>
        <a class="button" href={`/jobs/${jobId}/audit`}>
          The audit trail, without names
        </a>
      </div>
    </div>
  );
}
