import { basename } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { extensionOf } from '#shared/exports/content-type.ts';
import type { JobCost } from '#shared/costs/get-job-cost.ts';
import type { JobDetail } from '#shared/jobs/get-job.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import { type ApiClient, knownCode } from '../api-client.ts';
import { waitUntil } from '../wait-until.ts';
import { nameRepairs } from './name-repairs.ts';
import { pickSchedules } from './pick-schedules.ts';
import type { Target } from './plan-targets.ts';
import { readInput } from './read-input.ts';
import type { RunOptions } from './run-options.ts';
import { toldError } from './told-error.ts';
import { writeTarget } from './write-target.ts';

export interface Lift extends Pick<RunOptions, 'format' | 'pick' | 'pages' | 'capCents'> {
  path: string;
  target: Target;
}

/** What became of one file, as far as it came. */
export interface Lifted {
  path: string;
  job: JobDetail | null;
  cost: JobCost | null;
  /** All that were found; null where it did not come to that. */
  schedules: ScheduleHead[] | null;
  /** Proposed readings, by the ordinal of their schedule: "Computers, Additions 57,830 → 57,880". */
  repairs: Map<number, string[]>;
  /** Ordinals of those that are in the file. */
  exported: number[];
  /** The file; null where none was written, or its bytes are to go to stdout. */
  written: string | null;
  bytes: Uint8Array | null;
  error: { code: string; detail: string } | null;
}

export interface Watch {
  /** Aborted when the job is to be cancelled. */
  signal: AbortSignal;
  show: (job: JobView) => void;
}

/** The whole life of one file through the API. Never throws: what went wrong stands in the answer. */
export async function liftFile(client: ApiClient, lift: Lift, watch: Watch): Promise<Lifted> {
  const lifted: Lifted = {
    path: lift.path,
    job: null,
    cost: null,
    schedules: null,
    repairs: new Map(),
    exported: [],
    written: null,
    bytes: null,
    error: null,
  };
  try {
    await fill(client, lifted, { lift, watch });
  } catch (error) {
    lifted.error = toldError(error);
  }
  return lifted;
}

interface Order {
  lift: Lift;
  watch: Watch;
}

async function fill(client: ApiClient, lifted: Lifted, { lift, watch }: Order): Promise<void> {
  if (watch.signal.aborted) throw new AppError('job-cancelled', 'Interrupted before it was begun.');
  const bytes = await readInput(lift.path);
  const { jobId } = await client.submit(basename(lift.path), bytes, {
    ...(lift.pages === null ? {} : { pages: String(lift.pages) }),
    ...(lift.capCents === null ? {} : { capCents: lift.capCents }),
  });
  const job = await follow(client, jobId, watch);
  lifted.job = job;
  lifted.cost = await client.cost(jobId);
  if (job.error !== null) throw new AppError(knownCode(job.error.code), job.error.detail);
  const schedules = await client.schedules(jobId);
  lifted.schedules = schedules;
  lifted.repairs = await nameRepairs(client, jobId, schedules);
  // Of a job that was stopped early the numbers are not those of the whole file: all of it is kept.
  const picked = job.status === 'CANCELLED' ? schedules : pickSchedules(schedules, lift.pick);
  // The searchable PDF is of pages, whatever stands on them.
  if (picked.length > 0 || (lift.format === 'pdf' && job.pages.done > 0)) {
    await fetchExport(client, lifted, { lift, jobId, picked });
  }
}

/** Until the job has ended, cancelling it as soon as that is wished. */
async function follow(client: ApiClient, jobId: string, { signal, show }: Watch): Promise<JobDetail> {
  let asked = false;
  return waitUntil(
    async () => {
      if (signal.aborted && !asked) {
        await client.cancel(jobId);
        asked = true;
      }
      const job = await client.job(jobId);
      show(job);
      return job;
    },
    (job) => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(job.status),
  );
}

interface WantedExport {
  lift: Lift;
  jobId: string;
  picked: ScheduleHead[];
}

async function fetchExport(client: ApiClient, lifted: Lifted, wanted: WantedExport): Promise<void> {
  const { lift, jobId, picked } = wanted;
  const requested = await client.requestExport(
    jobId,
    lift.format,
    picked.map(({ id }) => id),
  );
  const ready = await waitUntil(
    async () => client.export(jobId, requested.exportId),
    (view) => view.status !== 'QUEUED',
  );
  if (ready.error !== null) throw new AppError(knownCode(ready.error.code), ready.error.detail);
  if (ready.download === null) throw new AppError('internal', 'The export failed; see the log.');
  const answer = await client.download(ready.download);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (lift.target.kind === 'stdout') lifted.bytes = bytes;
  else {
    const ending = endingOf(answer, lift.format);
    lifted.written = await writeTarget(lift.target, { inputs: [lift.path], ending, bytes });
  }
  if (lift.format !== 'pdf') lifted.exported = picked.map(({ ordinal }) => ordinal);
}

/** Several schedules as CSV come in a zip; a PDF made of a PDF has a name of its own. */
function endingOf(answer: Response, format: string): string {
  if (format === 'pdf') return '-searchable.pdf';
  return `.${extensionOf(answer.headers.get('content-type') ?? '')}`;
}
