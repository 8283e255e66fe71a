export interface Row {
  name: string;
  what: string;
  target: string;
  file: string;
  /** Counts at full scale, by the variable that sets each; `least` is what a test needs to have any meaning. */
  counts: Record<string, { full: number; least: number; step?: number }>;
  needsRedis?: true;
}

/** What the design promises of jobs, cost, audit, cancellation and erasure, and the test that looks. */
export const rows: Row[] = [
  {
    name: 'model',
    what: 'model of the ledger, 8 at once',
    target: '>= 9,000 operations, 0 violations',
    file: 'tests/faults/ledger-model.test.ts',
    counts: { LEDGER_MODEL_OPERATIONS: { full: 9600, least: 400 } },
  },
  {
    name: 'kills',
    what: 'kill -9 of a worker, 700 jobs x 10 pages',
    target: '100 kills, 0 lost, 0 charged twice, rework <= 2 %',
    file: 'tests/faults/workers-killed-often.test.ts',
    counts: { WORKER_FAULT_JOBS: { full: 700, least: 7 }, WORKER_FAULT_KILLS: { full: 100, least: 1 } },
  },
  {
    name: 'zombies',
    what: 'worker held beyond its locks',
    target: '0 late writes accepted',
    file: 'tests/faults/zombie-workers.test.ts',
    counts: { ZOMBIE_FAULT_JOBS: { full: 40, least: 4, step: 4 } },
  },
  {
    name: 'charges',
    what: '200 charges at once at the bound, pages twice',
    target: '0 overspend, 0 drift, the whole cap usable',
    file: 'tests/faults/charges-at-the-cap.test.ts',
    counts: { CHARGE_FAULT_ROUNDS: { full: 10, least: 1 } },
  },
  {
    name: 'cancel',
    what: 'cancel at a random moment, 500 times',
    target: 'terminal in <= 1 s (p95), one outcome, exact charge',
    file: 'tests/faults/jobs-cancelled.test.ts',
    counts: { CANCEL_FAULT_TIMES: { full: 500, least: 5 } },
  },
  {
    name: 'outages',
    what: 'Redis held and killed, Postgres stopped at once, under load',
    target: 'no 5xx but 503 with Retry-After, no accepted job lost',
    file: 'tests/faults/outages.test.ts',
    counts: { OUTAGE_FAULT_ROUNDS: { full: 8, least: 1 } },
  },
  {
    name: 'audit',
    what: '40,000 events + 10 % twice, consumer killed 25 times',
    target: '0 lost, 0 doubled',
    file: 'tests/faults/audit-stream-killed.test.ts',
    counts: {
      AUDIT_FAULT_EVENTS: { full: 40_000, least: 2000 },
      AUDIT_FAULT_KILLS: { full: 25, least: 2 },
    },
    needsRedis: true,
  },
  {
    name: 'tampering',
    what: 'trail edited, cut, inserted, swapped, rewritten',
    target: 'each found',
    file: 'tests/unit/verify-trail.test.ts',
    counts: {},
  },
  {
    name: 'lives',
    what: 'deleted at a random moment: worker, late upload, two sweeps',
    target: '1,000 lives (500 a queue): 0 objects, 0 rows, no latecomer',
    file: 'tests/faults/erasure-interleavings.test.ts',
    counts: { ERASURE_FAULT_LIVES: { full: 500, least: 16 } },
  },
  {
    name: 'crashes',
    what: 'killed after every step of a deletion, and run again',
    target: 'same end, one DELETION_COMPLETED',
    file: 'tests/integration/deletion-crashes.test.ts',
    counts: {},
  },
  {
    name: 'canary',
    what: 'byte search for file name, text, user, address',
    target: '0 hits after COMPLETED',
    file: 'tests/e2e/canary.test.ts',
    counts: {},
  },
  {
    name: 'store',
    what: 'store faults: 500s, timeouts, per-key errors, 2,500 versions, open uploads',
    target: 'COMPLETED only when empty; rows never gone first',
    file: 'tests/integration/store-faults.test.ts',
    counts: {},
  },
  {
    name: 'histories',
    what: 'store faults at random, request by request',
    target: 'COMPLETED only when empty; rows never gone first',
    file: 'tests/integration/store-faults-random.test.ts',
    counts: { STORE_FAULT_HISTORIES: { full: 400, least: 25 } },
  },
  {
    name: 'restore',
    what: 'erased jobs and users brought back by a backup',
    target: 'gone again, RESURRECTION_BLOCKED',
    file: 'tests/integration/restored-backup.test.ts',
    counts: {},
  },
  {
    name: 'latecomers',
    what: 'late worker, late upload, hand-made tasks',
    target: 'nothing comes back, RESURRECTION_BLOCKED',
    file: 'tests/integration/no-resurrection.test.ts',
    counts: {},
  },
  {
    name: 'requests',
    what: 'requests from the OpenAPI document and at random',
    target: '10,000: 0 × 5xx, every error valid problem+json',
    file: 'tests/faults/fuzzed-requests.test.ts',
    counts: { REQUEST_FAULT_TIMES: { full: 10_000, least: 200 } },
  },
  {
    name: 'hostile',
    what: 'hostile files',
    target: 'worker alive, <= 1 GiB, <= 30 s each, the right code, 0 cents',
    file: 'tests/faults/hostile-files.test.ts',
    counts: { HOSTILE_FAULT_FILES: { full: 1000, least: 40 } },
  },
  {
    name: 'tampered',
    what: '1,000 samples tampered with at random',
    target: 'worker alive, <= 1 GiB, a code of the table, 0 cents where failed',
    file: 'tests/faults/mutated-files.test.ts',
    counts: { MUTATED_FAULT_FILES: { full: 1000, least: 40 } },
  },
];
