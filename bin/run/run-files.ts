import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { ApiClient } from '../api-client.ts';
import { startSystem, type System } from '../embedded/start-system.ts';
import { exitCode } from '../exit-code.ts';
import { Interruption } from '../interruption.ts';
import { exitCodeOf, worstOf } from './exit-code-of.ts';
import { joinFiles } from './join-files.ts';
import { jsonReport } from './json-report.ts';
import { type Lift, liftFile, type Lifted } from './lift-file.ts';
import { listInputs } from './list-inputs.ts';
import { planTargets, type Target } from './plan-targets.ts';
import { ProgressBoard } from './progress-board.ts';
import { headingOf, jointLine, outcomeLines, scheduleLines } from './report.ts';
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
  const targets = await planTargets(options.together ? [jointStem] : inputs, options.out);
  const lifts = planLifts(inputs, targets, options);
  const [target] = targets;
  const interruption = new Interruption(exitCode.interrupted);
  const { signal } = interruption;
  const system = await start();
  try {
    const client = new ApiClient(system.url, await keyForThisRun(system));
    const lifted = await liftAll(client, lifts, { options, signal });
    if (options.together && target) await join(client, lifted, { options, target, system });
    const files = lifted.map((each) => ({ lifted: each, exitCode: endOf(each, { options, signal }) }));
    const ended = signal.aborted ? exitCode.interrupted : worstOf(files.map((file) => file.exitCode));
    if (options.json) console.log(jsonReport(files, ended));
    return ended;
  } finally {
    await system.close();
    interruption.release();
  }
}

/** What one file of all is called where nobody says. */
const jointStem = 'together';

/** What is to be joined is fetched as JSON, which has everything, and kept. */
function planLifts(inputs: readonly string[], targets: readonly Target[], options: RunOptions): Lift[] {
  if (options.together)
    return inputs.map((path) => ({ ...options, path, format: 'json', target: { kind: 'stdout' } }));
  return inputs.flatMap((path, index): Lift[] => {
    const target = targets[index];
    return target === undefined ? [] : [{ ...options, path, target }];
  });
}

/** Nobody but this command calls it, and as often as there are files. */
const unlimited = { RATE_LIMIT_PER_MINUTE: '1000000', RATE_LIMIT_READS_PER_MINUTE: '1000000' };

/** Few log lines, and any free port even where the environment is a server's: this process is a command. */
async function start(): Promise<System> {
  const overrides = { PORT: '0', PUBLIC_URL: '', ...unlimited };
  return startSystem({ defaults: { LOG_LEVEL: 'error' }, overrides });
}

interface Order {
  options: RunOptions;
  signal: AbortSignal;
}

async function liftAll(client: ApiClient, lifts: Lift[], { options, signal }: Order): Promise<Lifted[]> {
  const board = new ProgressBoard();
  const all: Lifted[] = [];
  const say = (): void => board.above(() => console.error('Cancelling; press Ctrl-C again to end at once.'));
  signal.addEventListener('abort', say, { once: true });
  const work = async (lift: Lift): Promise<Lifted> => {
    const { show } = board.lane(lift.path, lifts.length > 1 ? lift.path : '');
    return liftFile(client, lift, { signal, show });
  };
  for await (const lifted of sideBySide(lifts, filesAtOnce, work)) {
    all.push(lifted);
    board.above(() => tell(lifted, { options, progress: board.take(lifted.path) }));
    if (lifted.bytes !== null && !options.together) process.stdout.write(lifted.bytes);
  }
  return all;
}

interface Joining {
  options: RunOptions;
  target: Target;
  system: System;
}

/** One file of all that were lifted, and the line that says where it is, or why there is none. */
async function join(
  client: ApiClient,
  lifted: Lifted[],
  { options, target, system }: Joining,
): Promise<void> {
  const { format } = options;
  if (format === 'pdf') return;
  const told = new Set(lifted.filter(({ error }) => error !== null));
  const withPictures = system.config.EXPORT_PAGE_PICTURES;
  const bytes = await joinFiles(client, lifted, { format, target, withPictures });
  if (bytes !== null) process.stdout.write(bytes);
  const line = jointLine(lifted, format);
  if (line !== null && !options.json) console.log(line);
  const failed = lifted.find((each) => each.error !== null && !told.has(each));
  if (failed?.error) console.error(`--together: ${failed.error.detail}`);
}

function endOf(lifted: Lifted, { options, signal }: Order): number {
  const stopped = lifted.job?.status === 'CANCELLED' || lifted.error?.code === 'job-cancelled';
  return signal.aborted && stopped ? exitCode.interrupted : exitCodeOf(lifted, options);
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
