import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import { type ApiClient, knownCode } from './api-client.ts';
import { Progress } from './progress.ts';
import { printHeading, printSchedules } from './report.ts';
import { waitUntil } from './wait-until.ts';

export interface Lift {
  path: string;
  format: string;
  /** File to write; made from the input's name where left out. */
  out?: string;
}

/** The whole life of one file through the API, told to the user. Answers the path of the file that was written. */
export async function liftFile(client: ApiClient, lift: Lift, signal: AbortSignal): Promise<string | null> {
  const bytes = await readInput(lift.path);
  const job = await client.submit(basename(lift.path), bytes);
  const cancel = (): void => void client.cancel(job.jobId).catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  const ended = await follow(client, job.jobId);
  signal.removeEventListener('abort', cancel);
  if (ended.error !== null) throw new AppError(knownCode(ended.error.code), ended.error.detail);
  printHeading(lift.path, ended, await client.cost(job.jobId));
  const schedules = await client.schedules(job.jobId);
  printSchedules(schedules);
  // The searchable PDF is of pages, whatever stands on them.
  if (schedules.length === 0 && lift.format !== 'pdf') return null;
  return fetchExport(client, ended, { ...lift, schedules });
}

async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AppError(
      'not-found',
      'There is no such file, or it may not be read: check the path and its permissions.',
      { cause },
    );
  }
}

async function follow(client: ApiClient, jobId: string): Promise<JobView> {
  const progress = new Progress();
  const ended = await waitUntil(
    async () => {
      const job = await client.job(jobId);
      progress.show(job);
      return job;
    },
    (job) => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(job.status),
  );
  progress.end();
  return ended;
}

async function fetchExport(
  client: ApiClient,
  job: JobView,
  { format, path, out, schedules }: Lift & { schedules: ScheduleHead[] },
): Promise<string> {
  const requested = await client.requestExport(
    job.jobId,
    format,
    schedules.map((schedule) => schedule.id),
  );
  const ready = await waitUntil(
    async () => client.export(job.jobId, requested.exportId),
    (view) => view.status !== 'QUEUED',
  );
  if (ready.error !== null) throw new AppError(knownCode(ready.error.code), ready.error.detail);
  if (ready.download === null) throw new AppError('internal', 'The export failed; see the log.');
  const answer = await client.download(ready.download);
  const target = out ?? join('out', basename(path).replace(/\.pdf$/i, '') + extensionOf(answer, format));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, Buffer.from(await answer.arrayBuffer()));
  return target;
}

/** Several schedules as CSV come in a zip; a PDF made of a PDF has a name of its own. */
function extensionOf(answer: Response, format: string): string {
  if (format === 'pdf') return '-searchable.pdf';
  return answer.headers.get('content-type') === 'application/zip' ? '.zip' : `.${format}`;
}
