import { createHash } from 'node:crypto';
import type { CreateJobBody } from '#shared/contracts/requests.ts';
import type { ExportView } from '#shared/exports/get-export.ts';
import type { RequestedExport } from '#shared/exports/request-export.ts';
import type { JobCost } from '#shared/costs/get-job-cost.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import type { JobDetail } from '#shared/jobs/get-job.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { PageDetail } from '#shared/pages/get-page.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import type { ScheduleView } from '#shared/schedules/schedule-view.ts';
import { AppError, type ErrorCode, listErrorCodes } from '#shared/errors.ts';
import type { PresignedRequest } from '#shared/store/object-store.ts';
import { z } from 'zod';

/** What may be asked of a job beside its file. */
export type JobChoices = Pick<CreateJobBody, 'pages' | 'capCents'>;

/** LedgerLift's API as any client sees it: the command line has no other way in. */
export class ApiClient {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** Announces a file, uploads it to where the answer says, and starts the job. */
  async submit(filename: string, bytes: Uint8Array, choices: JobChoices = {}): Promise<JobView> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const created = await this.#call<CreatedJob>('POST', '/api/jobs', {
      filename,
      bytes: bytes.length,
      sha256,
      ...choices,
    });
    const { url, headers } = created.upload;
    const answer = await fetch(url, { method: 'PUT', headers, body: Buffer.from(bytes) });
    if (!answer.ok) throw await problemOf(answer);
    return this.#call<JobView>('POST', `/api/jobs/${created.jobId}/start`);
  }

  async job(jobId: string): Promise<JobDetail> {
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

  async schedule(jobId: string, ordinal: number): Promise<ScheduleView> {
    return this.#call('GET', `/api/jobs/${jobId}/schedules/${ordinal}`);
  }

  async page(jobId: string, page: number): Promise<PageDetail> {
    return this.#call('GET', `/api/jobs/${jobId}/pages/${page}`);
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

  /** The object behind a signed address, to be read by the caller. */
  async download({ url, headers }: Pick<PresignedRequest, 'url' | 'headers'>): Promise<Response> {
    const answer = await fetch(url, { headers });
    if (!answer.ok) throw await problemOf(answer);
    return answer;
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

/** The code as far as this version knows it: an API of another version, or a proxy before it, may have codes of its own. */
export function knownCode(code: unknown): ErrorCode {
  return listErrorCodes().find((row) => row.code === code)?.code ?? 'internal';
}

/** The problem document of an answer as the error it came from; a store or a proxy answers without one. */
async function problemOf(answer: Response): Promise<AppError> {
  const body = problemDocument.safeParse(await answer.json().catch(() => null));
  const { code, detail } = body.success ? body.data : {};
  const { origin } = new URL(answer.url);
  return new AppError(knownCode(code), detail ?? `${origin} answered ${answer.status}: try again.`);
}

const problemDocument = z.object({ code: z.unknown(), detail: z.string().optional() });
