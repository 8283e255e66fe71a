/** What a failed call of the API says (RFC 9457), or that nothing answered at all. */
export class ApiProblem extends Error {
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** Of the table of errors; `unreachable` where there was no answer, `unknown` where it was no problem document. */
  readonly code: string;
  /** For the reader; says the way out. */
  readonly detail: string;
  /** What else the document says: `traceId`, and the facts of its code. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** From Retry-After; null where the answer does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(said: ProblemParts) {
    super(said.detail);
    this.name = 'ApiProblem';
    this.status = said.status;
    this.code = said.code;
    this.detail = said.detail;
    this.facts = said.facts ?? {};
    this.retryAfterSeconds = said.retryAfterSeconds ?? null;
  }

  /** Finds the call in the service's log; null where nothing answered. */
  get traceId(): string | null {
    const { traceId } = this.facts;
    return typeof traceId === 'string' ? traceId : null;
  }

  /** Whether the same call may well succeed in a moment. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export interface ProblemParts {
  status: number;
  code: string;
  detail: string;
  facts?: Record<string, unknown>;
  retryAfterSeconds?: number | null;
}
