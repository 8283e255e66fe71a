import { parseArgs } from 'node:util';
import { type Db, openDb } from '#db/client.ts';
import type { Ctx } from '#shared/context.ts';
import { AppError } from '#shared/errors.ts';
import { readTombstones } from '#shared/tombstones/read-tombstones.ts';
import { type Replay, replayTombstones } from '#shared/tombstones/replay-tombstones.ts';
import { type Tombstone, tombstoneForm } from '#shared/tombstones/tombstone.ts';
import { asOperator } from '../as-operator.ts';
import { readLines } from '../read-lines.ts';
import { UsageError } from '../usage-error.ts';

const usage = 'ledgerlift replay-tombstones [--from FILE] [--from-database URL]';

/**
 * `ledgerlift replay-tombstones`: after a restore, erases again what the backup brought back; by the tombstones of
 * DATABASE_URL itself and of a file or another database. 1 where one could not be replayed or looked at.
 */
export async function replayTombstonesCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { from: { type: 'string' }, 'from-database': { type: 'string' } },
  });
  if (positionals.length > 0) throw new UsageError(usage);
  const { from, 'from-database': url } = values;
  return asOperator(async (ctx) => {
    // All of it is read before anything is done.
    if (from !== undefined) for await (const _ of ofFile(from));
    let failed = 0;
    if (from !== undefined) failed += await replay(ctx, from, ofFile(from));
    if (url !== undefined)
      failed += await withDatabase(url, async (db) => replay(ctx, 'the other database', readTombstones(db)));
    failed += await replay(ctx, 'this database', readTombstones(ctx.db));
    return failed === 0 ? 0 : 1;
  });
}

async function replay(ctx: Ctx, source: string, stones: AsyncIterable<Tombstone>): Promise<number> {
  const outcome = await replayTombstones(ctx, stones);
  report(source, outcome);
  return outcome.jobs.failed + outcome.jobs.elsewhere;
}

function report(source: string, { jobs, users }: Replay): void {
  const all = Object.values(jobs).reduce((sum, count) => sum + count, 0);
  console.log(`Tombstones of ${source}: ${all} of jobs.`);
  const lines: [number, string][] = [
    [jobs.erased, 'had come back and are erased again'],
    [jobs.begun, 'are being erased: the sweep goes on with them'],
    [users, 'users had come back and are being erased again: the sweep goes on with them'],
    [
      jobs.elsewhere,
      '✗ have their objects in another store than S3_BUCKET and S3_KEY_PREFIX name: not looked at',
    ],
    [jobs.failed, '✗ could not be replayed: see the log, and run it again'],
  ];
  for (const [count, says] of lines) if (count > 0) console.log(`  ${count} ${says}`);
}

async function* ofFile(file: string): AsyncGenerator<Tombstone> {
  let line = 0;
  for await (const text of readLines(file)) {
    line += 1;
    if (text.trim() !== '') yield parse(text, `${file}, line ${line}`);
  }
}

function parse(text: string, place: string): Tombstone {
  try {
    return tombstoneForm.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('malformed-request', `${place} is no tombstone: export the file anew.`, { cause });
  }
}

async function withDatabase<T>(url: string, use: (db: Db) => Promise<T>): Promise<T> {
  const db = openDb({ url, max: 1, connectTimeoutMs: 3000, onError: () => {} });
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}
