/**
 * The one table of failures: code -> HTTP status, title, and whether doing the same again can help.
 * Code decides on the code alone, never on the text of a message.
 */
const table = {
  'malformed-request': { status: 400, title: 'The request is malformed', retry: false },
  unauthenticated: { status: 401, title: 'A valid credential is needed', retry: false },
  'scope-missing': { status: 403, title: 'The credential lacks the scope', retry: false },
  'user-budget': { status: 403, title: 'The user’s budget is used up', retry: false },
  'not-found': { status: 404, title: 'There is no such thing', retry: false },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here', retry: false },
  'wrong-state': { status: 409, title: 'The job is in another state', retry: false },
  'not-ready': { status: 409, title: 'The job is still at work', retry: true },
  'upload-mismatch': { status: 409, title: 'The upload is not what was announced', retry: false },
  'legal-hold': { status: 409, title: 'The job has to be kept', retry: false },
  'user-erasing': { status: 409, title: 'The user is being erased', retry: false },
  'request-in-flight': { status: 409, title: 'The same request is under way', retry: true },
  'revision-conflict': { status: 409, title: 'The schedule was edited meanwhile', retry: false },
  'nothing-to-undo': { status: 409, title: 'No edit stands', retry: false },
  'schedules-reviewed': { status: 409, title: 'Schedules of the job were edited', retry: false },
  deleted: { status: 410, title: 'The job was deleted', retry: false },
  'too-large': { status: 413, title: 'The request or the file is too large', retry: false },
  'not-a-pdf': { status: 415, title: 'The file is not a PDF', retry: false },
  'not-json': { status: 415, title: 'The body is not JSON', retry: false },
  'pdf-encrypted': { status: 422, title: 'The PDF needs a password', retry: false },
  'pdf-broken': { status: 422, title: 'The PDF cannot be read', retry: false },
  'pdf-empty': { status: 422, title: 'The PDF has no page', retry: false },
  'no-such-page': { status: 422, title: 'The file has no such page', retry: false },
  'resource-limit': { status: 422, title: 'The file asks for more than the limits allow', retry: false },
  'sha256-mismatch': { status: 422, title: 'The content differs from the announced checksum', retry: false },
  'job-cost-cap': { status: 422, title: 'The job would cost more than its cap', retry: false },
  'nothing-selected': { status: 422, title: 'No schedule is selected', retry: false },
  'unknown-schedule': { status: 422, title: 'A selected schedule is not of this job', retry: false },
  'idempotency-key-reused': { status: 422, title: 'The key belongs to another request', retry: false },
  'edit-refused': { status: 422, title: 'The edit does not fit the schedule', retry: false },
  'webhook-refused': { status: 422, title: 'The webhook is not taken', retry: false },
  'rate-limited': { status: 429, title: 'Too many requests', retry: true },
  'ocr-failed': { status: 500, title: 'The page could not be read', retry: true },
  'ocr-timeout': { status: 500, title: 'Reading the page took too long', retry: true },
  'job-cancelled': { status: 409, title: 'The job was cancelled', retry: false },
  'job-stalled': { status: 500, title: 'The job made no progress', retry: false },
  'webhook-failed': { status: 502, title: 'The webhook was not delivered', retry: true },
  'config-invalid': { status: 500, title: 'The configuration is wrong', retry: false },
  'identity-unavailable': { status: 503, title: 'The identity provider does not answer', retry: true },
  'wrong-environment': { status: 503, title: 'The deploy has the data of another', retry: false },
  'store-unavailable': { status: 503, title: 'The object store does not answer', retry: true },
  'database-unavailable': { status: 503, title: 'The database does not answer', retry: true },
  internal: { status: 500, title: 'Something failed on our side', retry: true },
} as const;

export type ErrorCode = keyof typeof table;

/** An error with a code of the table. `detail` is for the user and says the way out; it never carries secrets or SQL. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { facts?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.facts = options.facts ?? {};
  }

  get status(): number {
    return table[this.code].status;
  }

  get title(): string {
    return table[this.code].title;
  }

  get retryable(): boolean {
    return table[this.code].retry;
  }
}

/** Every code with its status, title and retry rule, for the documentation and its test. */
export function listErrorCodes(): { code: ErrorCode; status: number; title: string; retry: boolean }[] {
  return Object.entries(table).map(([code, row]) => ({ code: code as ErrorCode, ...row }));
}
