/** What may be done to the ledger, with all that decides its outcome; `run` is the run that the caller believes in. */
export type Operation =
  | { kind: 'create'; user: string; pageCount: number; capCents: number }
  | { kind: 'price'; jobId: string; pages: number; rateCents: number }
  | { kind: 'start'; jobId: string }
  | { kind: 'open'; jobId: string; run: number }
  | ({ kind: 'reserve' } & Reserving)
  | ({ kind: 'commit' } & Committing)
  | { kind: 'assemble' | 'fail' | 'crash' | 'stop'; jobId: string; run: number }
  | { kind: 'cancel' | 'delete' | 'erase'; jobId: string }
  | { kind: 'retry'; jobId: string; capCents: number }
  | { kind: 'reconcile' };

export interface Reserving {
  jobId: string;
  run: number;
  policy: 'reject' | 'partial';
  budgetCents: number | null;
  rateCents: number;
  /** Numbers of the pages that have to be recognised and are not stored. */
  pages: number[];
}

export interface Committing {
  jobId: string;
  run: number;
  pageNo: number;
  outcome: 'read' | 'failed' | 'free';
  costCents: number;
}

/** `ok`, a state, the code of a refusal or the id of a new job, as the product answered it. */
export type Answer = string;

export interface Answered {
  operation: Operation;
  answer: Answer;
}
