import { createHash } from 'node:crypto';
import type { ExportView } from '#shared/exports/get-export.ts';
import type { RequestedExport } from '#shared/exports/request-export.ts';
import type { JobCost } from '#shared/costs/get-job-cost.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { ScheduleHead } from '#shared/schedules/list-schedules.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';

/** LedgerLift's API as any client sees it: the command line has no other way in. */
export class ApiClient {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** Announces a file, uploads it to where the answer says, and starts the job. */
  async submit(filename: string, bytes: Uint8Array): Promise<JobView> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const created = await this.#call<CreatedJob>('POST', '/api/jobs', {
      filename,
      bytes: bytes.length,
      sha256,
    });
    const { url, headers } = created.upload;
    const answer = await fetch(url, { method: 'PUT', headers, body: Buffer.from(bytes) });
    if (!answer.ok) throw await problemOf(answer);
    return this.#call<JobView>('POST', `/api/jobs/${created.jobId}/start`);
  }

  async job(jobId: string): Promise<JobView> {
    return this.#call('GET', `/api/jobs/${jobId}`);
  }

  async cancel(jobId: string): Promise<JobView> {
    return this.#call('POST', `/api/jobs/${jobId}/cancel`);
  }

  async cost(jobId: string): Promise<JobCost> {
    return this.#call('GET', `/api/jobs/${jobId}/cost`);
  }

  async schedules(jobId: string): Promise<ScheduleHead[]> {
    const answer = await this.#call<{ schedules: ScheduleHead[] }>('GET', `/api/jobs/${jobId}/schedules`);
    return answer.schedules;
  }

  async requestExport(
    jobId: string,
    format: string,
    selectedScheduleIds: string[],
  ): Promise<RequestedExport> {
    return this.#call('POST', `/api/jobs/${jobId}/export`, { format, selectedScheduleIds });
  }

  async export(jobId: string, exportId: string): Promise<ExportView> {
    return this.#call('GET', `/api/jobs/${jobId}/exports/${exportId}`);
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw await problemOf(answer);
    return (await answer.json()) as T;
  }
}

/** The problem document of an answer as the error it came from. */
async function problemOf(answer: Response): Promise<AppError> {
  const body = (await answer.json().catch(() => ({}))) as { code?: ErrorCode; detail?: string };
  return new AppError(body.code ?? 'internal', body.detail ?? `The API answered ${answer.status}.`);
}
