/** What a failed call means for what was to be saved. */
export interface Failure {
  type: 'overtaken' | 'nothing-to-undo' | 'refused' | 'passing' | 'final';
  message: string;
}

/** Judged by status and code of the problem document alone; an error that is none is one of the connection. */
export function failureOf(error: unknown): Failure {
  const { status, code, detail } = problemOf(error);
  const message = detail ?? 'the service cannot be reached';
  if (code === 'revision-conflict') return { type: 'overtaken', message };
  if (code === 'nothing-to-undo') return { type: 'nothing-to-undo', message };
  if (code === 'edit-refused') return { type: 'refused', message };
  const passing = status === undefined || status === 0 || status === 429 || status >= 500;
  return { type: passing ? 'passing' : 'final', message };
}

interface Problem {
  status?: number;
  code?: string;
  detail?: string;
}

function problemOf(error: unknown): Problem {
  return typeof error === 'object' && error !== null && 'status' in error ? (error as Problem) : {};
}
