import { sql } from 'kysely';
import { listPendingMigrations } from '#db/list-pending-migrations.ts';
import type { Services } from '../context.ts';
import { endsWithin } from '../ends-within.ts';
import { AppError } from '../errors.ts';

const answerMs = 12_000;

/** Throws `database-unavailable`, its message saying the way out, where the database does not answer. */
export async function requireDatabase({ db }: Services): Promise<void> {
  await answered(sql`select 1`.execute(db));
}

/** As `requireDatabase`, and where the schema is not the one of this program. */
export async function requireSchema(services: Services): Promise<void> {
  await requireDatabase(services);
  const pending = listPendingMigrations(services.db);
  await answered(pending);
  if ((await pending).length === 0) return;
  throw new AppError(
    'database-unavailable',
    `The database lacks migrations (${(await pending).join(', ')}). Run \`ledgerlift migrate\` first.`,
  );
}

async function answered(work: Promise<unknown>): Promise<void> {
  const failure = await endsWithin(work, answerMs).then(
    (ended) => (ended ? undefined : new Error('No answer in time')),
    (error: unknown) => error,
  );
  if (failure === undefined) return;
  throw new AppError(
    'database-unavailable',
    `The database does not answer (${reasonOf(failure)}). Start it, or correct DATABASE_URL.`,
    { cause: failure },
  );
}

/** A code where there is one: what a driver says may carry an address or a name. */
function reasonOf(failure: unknown): string {
  const { code } = failure as { code?: unknown };
  return typeof code === 'string' ? code : 'no connection in time';
}
