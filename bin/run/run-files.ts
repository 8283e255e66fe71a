import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { ApiClient } from '../api-client.ts';
import { startSystem, type System } from '../embedded/start-system.ts';
import { exitCode } from '../exit-code.ts';
import { exitCodeOf, worstOf } from './exit-code-of.ts';
import { Interruption } from './interruption.ts';
import { jsonReport } from './json-report.ts';
import { type Lift, liftFile, type Lifted } from './lift-file.ts';
import { listInputs } from './list-inputs.ts';
import { planTargets } from './plan-targets.ts';
import { ProgressBoard } from './progress-board.ts';
import { headingOf, outcomeLines, scheduleLines } from './report.ts';
import type { RunOptions } from './run-options.ts';
import { sideBySide } from './side-by-side.ts';

/** More would only wait for the same recognisers. */
const filesAtOnce = 4;

/**
 * Starts the system, lifts the files side by side, tells of each in the order they were named, and closes it again.
 * Answers the exit code. Throws UsageError where the files cannot go where they should.
 */
export async function runFiles(options: RunOptions): Promise<number> {
  const inputs = await listInputs(options.paths);
  const targets = await planTargets(inputs, options.out);
  const lifts = inputs.flatMap((path, index): Lift[] => {
    const target = targets[index];
    return target === undefined ? [] : [{ ...options, path, target }];
  });
  const interruption = new Interruption();
  const system = await start();
  try {
    const client = new ApiClient(system.url, await keyForThisRun(system));
    return await liftAll(client, lifts, { options, signal: interruption.signal });
  } finally {
    await system.close();
    interruption.release();
  }
}

/** Few log lines, and any free port even where the environment is a server's: this process is a command. */
async function start(): Promise<System> {
  return startSystem({ defaults: { LOG_LEVEL: 'error' }, overrides: { PORT: '0', PUBLIC_URL: '' } });
}

interface Order {
  options: RunOptions;
  signal: AbortSignal;
}

async function liftAll(client: ApiClient, lifts: Lift[], { options, signal }: Order): Promise<number> {
  const board = new ProgressBoard();
  const files: { lifted: Lifted; exitCode: number }[] = [];
  const say = (): void => board.above(() => console.error('Cancelling; press Ctrl-C again to end at once.'));
  signal.addEventListener('abort', say, { once: true });
  const work = async (lift: Lift): Promise<Lifted> => {
    const { show } = board.lane(lift.path, lifts.length > 1 ? lift.path : '');
    return liftFile(client, lift, { signal, show });
  };
  for await (const lifted of sideBySide(lifts, filesAtOnce, work)) {
    const stopped = lifted.job?.status === 'CANCELLED' || lifted.error?.code === 'job-cancelled';
    const code = signal.aborted && stopped ? exitCode.interrupted : exitCodeOf(lifted, options);
    files.push({ lifted, exitCode: code });
    board.above(() => tell(lifted, { options, progress: board.take(lifted.path) }));
    if (lifted.bytes !== null) process.stdout.write(lifted.bytes);
  }
  const ended = signal.aborted ? exitCode.interrupted : worstOf(files.map((file) => file.exitCode));
  if (options.json) console.log(jsonReport(files, ended));
  return ended;
}

/** Stdout is for what was asked for: with `--json` and `-o -` that is not this. */
function tell(lifted: Lifted, { options, progress }: { options: RunOptions; progress: string }): void {
  const { path, job, cost, error } = lifted;
  const print = options.out === '-' ? console.error : console.log;
  const report = (lines: string[]): void => (options.json ? undefined : lines.forEach((line) => print(line)));
  if (job !== null && cost !== null) report([headingOf(path, job, cost)]);
  if (progress !== '') console.error(progress);
  report(scheduleLines(lifted));
  report(outcomeLines(lifted, options.format));
  if (error !== null) console.error(`${path}: ${error.detail}`);
  report(error === null || job !== null ? [''] : []);
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
