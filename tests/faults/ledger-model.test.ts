import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInvariants } from '#db/invariants.ts';
import type { JobRow } from '#db/jobs.ts';
import { choose } from '#tests/harness/ledger/choose.ts';
import { explain } from '#tests/harness/ledger/explain.ts';
import { type Ledger, loadLedger } from '#tests/harness/ledger/ledger.ts';
import type { Answered, Operation } from '#tests/harness/ledger/operation.ts';
import { perform } from '#tests/harness/ledger/perform.ts';
import { seededRandom } from '#tests/harness/seeded-random.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';
import { startWorkerBench, type WorkerBench } from '#tests/harness/worker-bench.ts';

/** The target is 9,000; here fewer, so that every run of the tests has some. */
const operationCount = Number(process.env['LEDGER_MODEL_OPERATIONS'] ?? 600);
const seed = Number(process.env['LEDGER_MODEL_SEED'] ?? 20_261);
const atOnce = 8;
const batchesOfUsers = 20;
const lateJobs = 4;

let bench: WorkerBench;
beforeAll(async () => {
  bench = await startWorkerBench({ DATABASE_POOL_MAX: '20' });
});
afterAll(async () => bench.close());

const violated = async (): Promise<string[]> =>
  (await checkInvariants(bench.ctx.db)).filter(({ violations }) => violations > 0).map(({ says }) => says);

/** Side by side with them the rules are looked at: they hold always, not only when all is quiet. */
async function runBatch(operations: Operation[], rows: Map<string, JobRow>): Promise<Answered[]> {
  const answered: Answered[] = [];
  const looking = violated();
  await Promise.all(
    operations.map(async (operation) => {
      const answer = await perform(bench, operation, rows).catch(
        (error: unknown) => `threw ${inspect(error)}`,
      );
      answered.push({ operation, answer });
    }),
  );
  refuse(await looking, { answered });
  return answered;
}

const repeat = `Seed ${seed}. To repeat: LEDGER_MODEL_SEED=${seed} LEDGER_MODEL_OPERATIONS=${operationCount} npx vitest run tests/faults/ledger-model.test.ts`;

/** A failure says what happened last, and how to repeat it. */
function refuse(faults: string[], seen: Record<string, unknown[]>): void {
  if (faults.length > 0) throw new Error([...faults, lines(seen), repeat].join('\n'));
}

/** The jobs that these operations strike, and all users. */
function part(ledger: Ledger, answered: Answered[]): unknown[] {
  const ids = new Set(
    answered.map(({ operation, answer }) => ('jobId' in operation ? operation.jobId : answer)),
  );
  return [...Object.entries(ledger.jobs).filter(([id]) => ids.has(id)), ledger.users];
}

/** One line for each thing: a failure is to be read by a person. */
function lines(parts: Record<string, unknown[]>): string {
  return Object.entries(parts)
    .flatMap(([name, things]) => [`${name}:`, ...things.map((thing) => `  ${JSON.stringify(thing)}`)])
    .join('\n');
}

test(
  `the ledger follows its model over ${operationCount} operations, ${atOnce} side by side, and every rule holds all the time`,
  { timeout: 3_600_000 },
  async () => {
    const random = seededRandom(seed);
    const rows = new Map<string, JobRow>();
    const graves = new Map<string, number>();
    const answers = new Map<string, number>();
    let before = await loadLedger(bench.ctx.db);
    for (let done = 0; done < operationCount; done += atOnce) {
      const era = Math.floor(done / atOnce / batchesOfUsers);
      const users = [0, 1, 2].map((n) => `u${era}-${n}`);
      const jobs = await bench.ctx.db.selectFrom('jobs').selectAll().execute();
      for (const job of jobs) rows.set(job.id, job);
      const operations = choose({ ledger: before, random, users, graves }, atOnce);
      const answered = await runBatch(operations, rows);
      const after = await loadLedger(bench.ctx.db);
      const parts = { answered, before: part(before, answered), after: part(after, answered) };
      const unexplained = explain(before, answered, after)
        ? []
        : ['no order of these explains what they left'];
      refuse(unexplained, parts);
      for (const { operation, answer } of answered) {
        const what = `${operation.kind} ${operation.kind === 'create' ? 'ok' : answer}`;
        answers.set(what, (answers.get(what) ?? 0) + 1);
      }
      for (const [id, job] of Object.entries(before.jobs))
        if (after.jobs[id] === undefined) graves.set(id, job.run - 1);
      for (const id of [...graves.keys()].slice(0, -lateJobs)) graves.delete(id);
      before = after;
    }
    refuse(await violated(), {});
    // Else it would have gone round what it is to look at.
    for (const what of ['commit stored', 'commit duplicate', 'commit job-cancelled', 'reserve job-cost-cap'])
      expect(answers.get(what), `${what}, of ${inspect(answers)}`).toBeGreaterThan(0);
    tellFigure({ figure: `0 violations in ${operationCount} operations (seed ${seed})` });
    if (process.env['LEDGER_MODEL_ANSWERS'] !== undefined)
      process.stdout.write(`${inspect(answers, { sorted: true })}\n`);
  },
);
