import type { Ledger, LedgerJob } from './ledger.ts';
import type { Committing, Operation } from './operation.ts';

export interface Choice {
  ledger: Ledger;
  random: () => number;
  /** Users who may get new jobs; they change from time to time, because what is spent stays spent. */
  users: string[];
  /** Jobs that were erased and of which late pages still come, with their last run. */
  graves: ReadonlyMap<string, number>;
}

const mostJobs = 12;

/** Operations that are to run side by side; half of them strike the same job, mostly one at work, so that they meet. */
export function choose(choice: Choice, count: number): Operation[] {
  const { ledger, random } = choice;
  const ids = Object.keys(ledger.jobs);
  const working = ids.filter((id) => ledger.jobs[id]?.status === 'PROCESSING');
  const hot = pick(random, working.length > 0 && random() < 0.7 ? working : ids);
  return Array.from({ length: count }, () => {
    if (ids.length < 5 || (ids.length < mostJobs && random() < 0.08)) return newJob(choice);
    if (random() < 0.04) return { kind: 'reconcile' };
    if (choice.graves.size > 0 && random() < 0.02) return late(choice);
    const jobId = random() < 0.5 && hot !== undefined ? hot : pick(random, ids);
    const job = jobId === undefined ? undefined : ledger.jobs[jobId];
    if (jobId === undefined || job === undefined) return newJob(choice);
    return onJob(choice, jobId, job);
  });
}

function pick<T>(random: () => number, from: readonly T[]): T | undefined {
  return from[Math.floor(random() * from.length)];
}

function newJob({ random, users }: Choice): Operation {
  const capCents = pick(random, [0, 30, 50, 24_000, 24_000]) ?? 0;
  return {
    kind: 'create',
    user: pick(random, users) ?? 'u',
    pageCount: 2 + Math.floor(random() * 5),
    capCents,
  };
}

function late({ random, graves }: Choice): Operation {
  const [jobId, run] = pick(random, [...graves]) ?? ['', 1];
  return { kind: 'commit', jobId, run, pageNo: 1, outcome: 'read', costCents: 12 };
}

type Maker = (choice: Choice, jobId: string, job: LedgerJob) => Operation;

/** What mostly happens to a job in each state; whatever comes at a wrong moment comes as well. */
function onJob(choice: Choice, jobId: string, job: LedgerJob): Operation {
  const { random } = choice;
  const fitting = random() < 0.85 ? usual[job.status](job) : Object.keys(makers);
  const kind = pick(random, fitting) ?? 'cancel';
  return makers[kind as keyof typeof makers](choice, jobId, job);
}

const usual: Record<LedgerJob['status'], (job: LedgerJob) => string[]> = {
  AWAITING_UPLOAD: () => ['start', 'start', 'start', 'price', 'cancel'],
  QUEUED: () => ['open', 'open', 'open', 'open', 'cancel'],
  PROCESSING: (job) => {
    if (job.cancelled) return ['stop', 'stop', 'commit', 'assemble'];
    const quoted = job.records[job.run] !== undefined;
    if (!quoted) return ['reserve', 'reserve', 'reserve', 'commit'];
    const whole = Object.keys(job.pages).length === job.pageCount;
    return whole ? ['assemble', 'assemble', 'commit'] : [...many('commit', 14), 'fail', 'crash', 'cancel'];
  },
  COMPLETED: () => ['retry', 'delete', 'delete', 'commit'],
  FAILED: () => ['retry', 'retry', 'retry', 'delete', 'commit'],
  CANCELLED: () => ['retry', 'retry', 'delete', 'commit'],
  DELETING: () => ['erase', 'erase', 'commit'],
};

function many(kind: string, times: number): string[] {
  return Array.from({ length: times }, () => kind);
}

const ofRun =
  (kind: 'assemble' | 'fail' | 'crash' | 'stop' | 'open'): Maker =>
  ({ random }, jobId, job) => ({ kind, jobId, run: believed(random, job) });
const ofJob =
  (kind: 'start' | 'cancel' | 'delete' | 'erase'): Maker =>
  (_choice, jobId) => ({ kind, jobId });

const makers = {
  start: ofJob('start'),
  cancel: ofJob('cancel'),
  delete: ofJob('delete'),
  erase: ofJob('erase'),
  open: ofRun('open'),
  assemble: ofRun('assemble'),
  fail: ofRun('fail'),
  crash: ofRun('crash'),
  stop: ofRun('stop'),
  price: (({ random }, jobId, job) => {
    return { kind: 'price', jobId, pages: job.pageCount, rateCents: pick(random, [12, 7]) ?? 12 };
  }) satisfies Maker,
  retry: (({ random }, jobId) => {
    return { kind: 'retry', jobId, capCents: pick(random, [0, 30, 24_000]) ?? 0 };
  }) satisfies Maker,
  reserve: reserve satisfies Maker,
  commit: commit satisfies Maker,
};

/** Mostly the run that is; else the one before, as a worker believes that was cut off. */
function believed(random: () => number, { run }: LedgerJob): number {
  return run > 1 && random() < 0.2 ? run - 1 : run;
}

/** The first page has a text layer, the others are scans. */
function reserve({ random }: Choice, jobId: string, job: LedgerJob): Operation {
  const scans = Array.from({ length: job.pageCount - 1 }, (_, index) => index + 2);
  return {
    kind: 'reserve',
    jobId,
    run: job.run,
    pages: scans.filter((page) => job.pages[page] === undefined),
    policy: random() < 0.5 ? 'reject' : 'partial',
    budgetCents: pick(random, [null, 0, 60, 150, 400]) ?? null,
    rateCents: job.quoted ? job.rateCents : (pick(random, [12, 7]) ?? 12),
  };
}

/** A scan comes only out of a run that has reserved for it; an older run's pages come whenever they like. */
function commit({ random }: Choice, jobId: string, job: LedgerJob): Operation {
  const run = believed(random, job);
  const free: Committing = { jobId, run, pageNo: 1, outcome: 'free', costCents: 0 };
  const isOpen = job.records[run]?.status === 'PENDING' || run < job.run;
  if (!isOpen || random() < 0.15) return { kind: 'commit', ...free };
  const pageNo = 2 + Math.floor(random() * (job.pageCount - 1));
  if (random() < 0.15) return { kind: 'commit', ...free, pageNo, outcome: 'failed' };
  return { kind: 'commit', jobId, run, pageNo, outcome: 'read', costCents: job.rateCents };
}
