import type { ComponentChildren } from 'preact';
import { ApiProblem } from './api-problem.ts';

interface ProblemNoteProps {
  problem: unknown;
  /** What was wanted: "The jobs cannot be shown." */
  title: string;
  /** The way out, where there is one to press. */
  children?: ComponentChildren;
}

/** A failure in the words of the service, with the id that finds it in the log. It is said aloud when it appears. */
export function ProblemNote({ problem, title, children }: ProblemNoteProps) {
  const detail =
    problem instanceof ApiProblem ? problem.detail : 'Something failed in this page: load it again.';
  const traceId = problem instanceof ApiProblem ? problem.traceId : null;
  return (
    <div class="note note-bad" role="alert">
      <p>
        <strong>{title}</strong>
      </p>
      <p>{detail}</p>
      {traceId === null ? null : (
        <p class="soft small">
          Trace id <code>{traceId}</code>
        </p>
      )}
      {children ? <div class="actions">{children}</div> : null}
    </div>
  );
}
