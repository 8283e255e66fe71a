import type { Ledger, LedgerJob, LedgerPage, LedgerUser } from './ledger.ts';
import type { Answered, Committing, Operation, Reserving } from './operation.ts';

/**
 * The ledger as a few sums: the states in which an operation may leave it, given what the product answered; none where
 * the answer is wrong. It is written from the design alone and shares no code with the product. More than one state
 * only where a plan was made before the operation that counts (CAP_POLICY=partial).
 */
export function follow(ledger: Ledger, { operation, answer }: Answered, others: Operation[]): Ledger[] {
  if (operation.kind === 'create') return create(ledger, operation, answer);
  if (operation.kind === 'reconcile') return reconcile(ledger, answer, others);
  if (operation.kind === 'reserve') return reserve(ledger, operation, { answer, alone: others.length === 0 });
  if (operation.kind === 'commit') return commit(ledger, operation, answer);
  // Of erasures of one job at once only one works.
  if (operation.kind === 'erase' && answer === 'busy') {
    const { jobId } = operation;
    const rivals = others.filter((other) => other.kind === 'erase' && other.jobId === jobId);
    return when(rivals.length > 0, ledger);
  }
  return move(ledger, operation, answer);
}

/** The file may be erased between two looks of a start or a retry. */
const fileGone = new Set(['upload-mismatch', 'not-a-pdf']);
const ended = (job: LedgerJob): boolean => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(job.status);
const isWanted = (job: LedgerJob | undefined, run: number): job is LedgerJob =>
  job?.run === run && (job.status === 'QUEUED' || job.status === 'PROCESSING') && !job.cancelled;
const when = (allowed: boolean, ...ledgers: Ledger[]): Ledger[] => (allowed ? ledgers : []);

function create(
  ledger: Ledger,
  { user, pageCount, capCents }: Extract<Operation, { kind: 'create' }>,
  id: string,
): Ledger[] {
  const job: LedgerJob = {
    user,
    status: 'AWAITING_UPLOAD',
    run: 1,
    cancelled: false,
    quoted: false,
    pageCount,
    capCents,
    rateCents: 0,
    spentCents: 0,
    reservedCents: 0,
    done: 0,
    failed: 0,
    skipped: 0,
    pages: {},
    records: {},
  };
  const nothing = { budgetCents: null, reservedCents: 0, spentCents: 0 };
  const fresh: LedgerUser = { ...nothing, rolledUpCents: 0, rolledUpPages: 0, rolledUpJobs: 0 };
  const users = { ...ledger.users, [user]: ledger.users[user] ?? fresh };
  return when(/^[0-9a-f-]{36}$/.test(id), { jobs: { ...ledger.jobs, [id]: job }, users });
}

/** Writes a job; what its user has reserved and spent moves with it. */
function put(ledger: Ledger, jobId: string, change: Partial<LedgerJob>): Ledger {
  const before = ledger.jobs[jobId];
  if (before === undefined) return ledger;
  const job = { ...before, ...change };
  const user = ledger.users[job.user];
  if (user === undefined) return ledger;
  const sums = {
    reservedCents: user.reservedCents + job.reservedCents - before.reservedCents,
    spentCents: user.spentCents + job.spentCents - before.spentCents,
  };
  return {
    jobs: { ...ledger.jobs, [jobId]: job },
    users: { ...ledger.users, [job.user]: { ...user, ...sums } },
  };
}

/** The open record, if any, closed with what its run charged. */
function settled(job: LedgerJob): LedgerJob['records'] {
  return Object.fromEntries(
    Object.entries(job.records).map(([run, record]) => {
      if (record.status !== 'PENDING') return [run, record];
      const charged = Object.values(job.pages).filter(
        (page) => page.kind === 'ocr' && page.run === Number(run),
      );
      const good = job.status === 'COMPLETED' || charged.length > 0;
      const costCents = charged.reduce((sum, page) => sum + page.costCents, 0);
      return [run, { status: good ? 'COMPLETED' : 'FAILED', pages: charged.length, costCents }];
    }),
  );
}

function end(ledger: Ledger, jobId: string, change: Partial<LedgerJob>): Ledger {
  const moved = put(ledger, jobId, { ...change, reservedCents: 0 });
  const job = moved.jobs[jobId];
  return job === undefined ? ledger : put(moved, jobId, { records: settled(job) });
}

function reconcile(ledger: Ledger, answer: string, others: Operation[]): Ledger[] {
  const open = Object.entries(ledger.jobs).filter(
    ([, job]) => ended(job) && Object.values(job.records).some(({ status }) => status === 'PENDING'),
  );
  const all = open.reduce((sum, [id]) => end(sum, id, {}), ledger);
  // The second of two reconciliations at once does nothing.
  const second = answer === 'settled 0' && others.some(({ kind }) => kind === 'reconcile');
  return [...when(answer === `settled ${open.length}`, all), ...when(second, ledger)];
}

function reserve(
  ledger: Ledger,
  order: Reserving,
  { answer, alone }: { answer: string; alone: boolean },
): Ledger[] {
  const job = ledger.jobs[order.jobId];
  const user = job === undefined ? undefined : ledger.users[job.user];
  if (job?.run !== order.run || ended(job) || job.status === 'DELETING' || user === undefined)
    return when(answer === 'job-cancelled', ledger);
  if (job.records[order.run] !== undefined) return when(answer === 'ok', ledger);
  const { rateCents, budgetCents } = order;
  const wanted = order.pages.length;
  const reach = (cents: number): number =>
    rateCents === 0 ? wanted : Math.min(wanted, Math.max(0, Math.floor(cents / rateCents)));
  const ofJob = reach(job.capCents - job.spentCents);
  const left = budgetCents === null ? Infinity : budgetCents - user.reservedCents - user.spentCents;
  const fit = Math.min(ofJob, reach(left));
  if (order.policy === 'reject') {
    const bound = ofJob <= reach(left) ? 'job-cost-cap' : 'user-budget';
    return when(
      answer === (fit === wanted ? 'ok' : bound),
      fit === wanted ? reserved(ledger, order, fit) : ledger,
    );
  }
  // Planned when less was left than there is now: allowed while others move the same money, and only then.
  const plans = alone ? [fit] : Array.from({ length: fit + 1 }, (_, less) => fit - less);
  return when(answer === 'ok', ...plans.map((pages) => reserved(ledger, order, pages)));
}

function reserved(ledger: Ledger, order: Reserving, readable: number): Ledger {
  const job = ledger.jobs[order.jobId];
  if (job === undefined) return ledger;
  const beyond = order.pages.slice(readable);
  const skipped: LedgerPage = { status: 'SKIPPED', run: order.run, kind: null, costCents: 0 };
  const reservedCents = readable * order.rateCents;
  const next = put(ledger, order.jobId, {
    quoted: true,
    rateCents: order.rateCents,
    reservedCents,
    skipped: job.skipped + beyond.length,
    pages: { ...job.pages, ...Object.fromEntries(beyond.map((page) => [page, skipped])) },
    records: { ...job.records, [order.run]: { status: 'PENDING', pages: 0, costCents: 0 } },
  });
  const user = next.users[job.user];
  if (reservedCents === 0 || user === undefined) return next;
  return { ...next, users: { ...next.users, [job.user]: { ...user, budgetCents: order.budgetCents } } };
}

function commit(
  ledger: Ledger,
  { jobId, run, pageNo, outcome, costCents }: Committing,
  answer: string,
): Ledger[] {
  const job = ledger.jobs[jobId];
  // The job of a late page is gone with all its rows.
  if (job === undefined) return when(answer === 'job-cancelled', ledger);
  if (job.pages[pageNo] !== undefined) return when(answer === 'duplicate', ledger);
  if (!isWanted(job, run) || job.status !== 'PROCESSING') return when(answer === 'job-cancelled', ledger);
  const kind = { read: 'ocr' as const, free: 'text-layer' as const, failed: null }[outcome];
  const page: LedgerPage = { status: kind === null ? 'FAILED' : 'DONE', run, kind, costCents };
  const next = put(ledger, jobId, {
    pages: { ...job.pages, [pageNo]: page },
    reservedCents: job.reservedCents - costCents,
    spentCents: job.spentCents + costCents,
    done: job.done + (kind === null ? 0 : 1),
    failed: job.failed + (kind === null ? 1 : 0),
  });
  return when(answer === 'stored', next);
}

type Move = Exclude<Operation, { kind: 'create' | 'reconcile' | 'reserve' | 'commit' }>;

function move(ledger: Ledger, operation: Move, answer: string): Ledger[] {
  const { jobId } = operation;
  const job = ledger.jobs[jobId];
  const gone = job === undefined || job.status === 'DELETING';
  const ok = answer === 'ok';
  switch (operation.kind) {
    case 'price': {
      const waits = job?.status === 'AWAITING_UPLOAD';
      return when(ok, waits ? put(ledger, jobId, { quoted: true, rateCents: operation.rateCents }) : ledger);
    }
    case 'start':
      if (gone) return when(answer === 'deleted' || fileGone.has(answer), ledger);
      return when(ok, job.status === 'AWAITING_UPLOAD' ? put(ledger, jobId, { status: 'QUEUED' }) : ledger);
    case 'open': {
      const begins = job?.status === 'QUEUED' && job.run === operation.run;
      return when(ok, begins ? put(ledger, jobId, { status: 'PROCESSING' }) : ledger);
    }
    case 'assemble':
      return assemble(ledger, operation, answer);
    case 'fail': {
      const works = job?.run === operation.run && (job.status === 'QUEUED' || job.status === 'PROCESSING');
      return when(ok, works ? end(ledger, jobId, { status: 'FAILED' }) : ledger);
    }
    case 'crash': {
      const works = job?.run === operation.run && job.status === 'PROCESSING';
      return when(ok, works ? put(ledger, jobId, { status: 'FAILED', reservedCents: 0 }) : ledger);
    }
    case 'stop': {
      const stops = job?.run === operation.run && job.status === 'PROCESSING' && job.cancelled;
      return when(ok, stops ? end(ledger, jobId, { status: 'CANCELLED' }) : ledger);
    }
    case 'cancel':
      return cancel(ledger, jobId, answer);
    case 'retry':
      return retry(ledger, operation, answer);
    case 'delete': {
      const begin = { status: 'DELETING' as const, cancelled: true };
      return when(ok, gone ? ledger : end(ledger, jobId, { ...begin, run: job.run + 1 }));
    }
    case 'erase':
      break;
  }
  return when(ok, job?.status === 'DELETING' ? erase(ledger, jobId) : ledger);
}

function assemble(ledger: Ledger, { jobId, run }: { jobId: string; run: number }, answer: string): Ledger[] {
  const job = ledger.jobs[jobId];
  const wanted = isWanted(job, run);
  const whole = wanted && Object.keys(job.pages).length === job.pageCount;
  if (answer === 'not-ready') return when(!whole, ledger);
  if (!whole || job.status !== 'PROCESSING')
    return when(answer === 'job-cancelled' && (whole || !wanted), ledger);
  return when(answer === 'ok', end(ledger, jobId, { status: 'COMPLETED' }));
}

function cancel(ledger: Ledger, jobId: string, answer: string): Ledger[] {
  const job = ledger.jobs[jobId];
  if (job === undefined) return when(answer === 'deleted', ledger);
  if (job.status === 'DELETING') return when(answer === 'wrong-state', ledger);
  if (job.status === 'PROCESSING')
    return when(answer === job.status, put(ledger, jobId, { cancelled: true }));
  if (ended(job)) return when(answer === job.status, ledger);
  return when(answer === 'CANCELLED', end(ledger, jobId, { status: 'CANCELLED', cancelled: true }));
}

function retry(
  ledger: Ledger,
  { jobId, capCents }: { jobId: string; capCents: number },
  answer: string,
): Ledger[] {
  const job = ledger.jobs[jobId];
  if (job === undefined || job.status === 'DELETING')
    return when(answer === 'deleted' || answer === 'not-ready' || fileGone.has(answer), ledger);
  if (job.status === 'QUEUED' || job.status === 'PROCESSING') return when(answer === 'not-ready', ledger);
  const all = job.status === 'COMPLETED' && job.failed + job.skipped === 0;
  if (job.status === 'AWAITING_UPLOAD' || all) return when(answer === 'wrong-state', ledger);
  const pages = Object.entries(job.pages).filter(([, page]) => page.status === 'DONE');
  const next = put(ledger, jobId, {
    status: 'QUEUED',
    run: job.run + 1,
    cancelled: false,
    quoted: false,
    failed: 0,
    skipped: 0,
    capCents: Math.max(capCents, job.spentCents),
    pages: Object.fromEntries(pages),
    records: settled(job),
  });
  return when(answer === 'ok', next);
}

/** The job goes, what it has cost stays with its user. */
function erase({ jobs, users }: Ledger, jobId: string): Ledger {
  const { [jobId]: job, ...rest } = jobs;
  const user = job === undefined ? undefined : users[job.user];
  if (job === undefined || user === undefined) return { jobs, users };
  const charged = Object.values(job.pages).filter((page) => page.kind === 'ocr').length;
  const counts = Object.values(job.records).some(({ status }) => status === 'COMPLETED');
  const rolledUp = {
    rolledUpCents: user.rolledUpCents + job.spentCents,
    rolledUpPages: user.rolledUpPages + charged,
    rolledUpJobs: user.rolledUpJobs + (counts ? 1 : 0),
  };
  return { jobs: rest, users: { ...users, [job.user]: { ...user, ...rolledUp } } };
}
