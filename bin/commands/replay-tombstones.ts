import { parseArgs } from 'node:util';
import { type Db, openDb } from '#db/client.ts';
import { loadConfig } from '#shared/config.ts';
import type { Ctx } from '#shared/context.ts';
import { AppError } from '#shared/errors.ts';
import { requireSchema } from '#shared/health/require-database.ts';
import { type OpenServices, openServices } from '#shared/open-services.ts';
import { newTraceId } from '#shared/trace.ts';
import { readTombstones } from '#shared/tombstones/read-tombstones.ts';
import { type Replay, replayTombstones } from '#shared/tombstones/replay-tombstones.ts';
import { type Tombstone, tombstoneForm } from '#shared/tombstones/tombstone.ts';
import { readLines } from '../read-lines.ts';

const usage = 'ledgerlift replay-tombstones [--from FILE] [--from-database URL]';

/**
 * `ledgerlift replay-tombstones`: after a restore, erases again what the backup brought back; by the tombstones of
 * DATABASE_URL itself and of a file or another database. 1 where one could not be replayed or looked at, 2 for wrong use.
 */
export async function replayTombstonesCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { from: { type: 'string' }, 'from-database': { type: 'string' } },
  });
  if (positionals.length > 0) {
    console.error(usage);
    return 2;
  }
  const services = await openServices(loadConfig(), 'host');
  try {
    await requireSchema(services);
    const { from, 'from-database': url } = values;
    // All of it is read before anything is done.
    if (from !== undefined) for await (const _ of ofFile(from));
    let failed = 0;
    if (from !== undefined) failed += await replay(services, from, ofFile(from));
    if (url !== undefined)
      failed += await withDatabase(url, async (db) =>
        replay(services, 'the other database', readTombstones(db)),
      );
    failed += await replay(services, 'this database', readTombstones(services.db));
    return failed === 0 ? 0 : 1;
  } finally {
    await services.close();
  }
}

async function replay(
  services: OpenServices,
  source: string,
  stones: AsyncIterable<Tombstone>,
): Promise<number> {
  const ctx: Ctx = { ...services, actor: { kind: 'system', name: 'sweep' }, traceId: newTraceId() };
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
