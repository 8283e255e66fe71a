import { parseArgs } from 'node:util';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { AppError } from '#shared/errors.ts';
import { ApiClient } from '../api-client.ts';
import { startSystem, type System } from '../embedded/start-system.ts';
import { type Lift, liftFile } from '../lift-file.ts';

/** `ledgerlift run FILE...`: each file through the whole system; a file that fails does not hold the others. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: 'string', short: 'o' }, format: { type: 'string', default: 'xlsx' } },
  });
  if (positionals.length === 0) {
    console.error('Name at least one PDF: ledgerlift run FILE...');
    return 2;
  }
  if (values.out !== undefined && positionals.length > 1) {
    console.error('-o goes with one file; several files are written to out/.');
    return 2;
  }
  const { out, format } = values;
  return liftFiles(positionals.map((path) => ({ path, format, ...(out === undefined ? {} : { out }) })));
}

/** Starts the system, lifts the files one after the other and closes it again. Answers the exit code. */
export async function liftFiles(lifts: Lift[]): Promise<number> {
  // Few log lines, and any free port even where the environment is a server's: this process is a command.
  const system = await startSystem({
    defaults: { LOG_LEVEL: 'error' },
    overrides: { PORT: '0', PUBLIC_URL: '' },
  });
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const client = new ApiClient(system.url, await keyForThisRun(system));
    let exitCode = 0;
    for (const lift of lifts) {
      if (interrupted.signal.aborted) break;
      exitCode = Math.max(exitCode, await liftOne(client, lift, interrupted.signal));
    }
    return interrupted.signal.aborted ? 130 : exitCode;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await system.close();
  }
}

const liveNote = '   (every total is live, every figure points at its page)';

async function liftOne(client: ApiClient, lift: Lift, signal: AbortSignal): Promise<number> {
  try {
    const target = await liftFile(client, lift, signal);
    if (target !== null) console.log(`Written  ${target}${lift.format === 'xlsx' ? liveNote : ''}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(`${lift.path}: ${error.message}\n`);
    return error.code === 'job-cost-cap' || error.code === 'user-budget' ? 3 : 1;
  }
}

/** A key that lasts a day, for a command that may wait long for its turn. */
async function keyForThisRun(system: System): Promise<string> {
  const expiresAt = new Date(Date.now() + 24 * 3600 * 1000);
  return createApiKey(system.services.db, {
    tenantId: 'local',
    userId: 'local',
    scopes,
    embedded: true,
    expiresAt,
  });
}
