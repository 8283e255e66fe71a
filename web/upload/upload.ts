import { signal } from '@preact/signals';
import { sendJson, sendOnce } from '../shell/api.ts';
import { ApiProblem } from '../shell/api-problem.ts';
import { newKey } from '../shell/new-key.ts';
import type { CreatedJob, Presigned } from '../shell/wire.ts';
import type { Choices } from './choices.ts';
import { checkFile } from './check-file.ts';
import { hashFile } from './hash-file.ts';
import { putFile } from './put-file.ts';

export type Stage =
  | 'waiting'
  | 'hashing'
  | 'announcing'
  | 'sending'
  | 'starting'
  | 'started'
  | 'failed'
  | 'stopped';

/** An address is not used in its last seconds: the upload has to begin before it expires. */
const grantMarginMs = 10_000;

/** One file on its way: checksum, announcement, upload, start. A retry goes on where it failed. */
export class Upload {
  readonly id = newKey();
  readonly stage = signal<Stage>('waiting');
  readonly sentBytes = signal(0);
  readonly problem = signal<ApiProblem | null>(null);
  /** Once it is announced. */
  readonly jobId = signal<string | null>(null);
  readonly file: File;
  readonly choices: Choices;
  #abort = new AbortController();
  #sha256: string | null = null;
  /** The same for every try of one announcement, so that a lost answer makes no second job. */
  #key = newKey();
  #grant: Presigned | null = null;
  #sent = false;

  constructor(file: File, choices: Choices) {
    this.file = file;
    this.choices = choices;
  }

  /** Goes all the way; ends in `started`, `failed` or `stopped`, and never throws. */
  async run(): Promise<void> {
    this.#abort = new AbortController();
    this.problem.value = null;
    try {
      await this.#steps(this.#abort.signal);
      this.stage.value = 'started';
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.problem.value = error instanceof ApiProblem ? error : unexpected();
      // What the service refused is not asked for once more as it was: the next try begins with a new announcement.
      if (!this.problem.value.passing) this.#forget();
      this.stage.value = 'failed';
    }
  }

  /** Stops it at once, and the job that was announced for it. */
  stop(): void {
    this.#abort.abort();
    this.stage.value = 'stopped';
    this.#forget();
  }

  async #steps(aborting: AbortSignal): Promise<void> {
    this.stage.value = 'hashing';
    await checkFile(this.file);
    this.#sha256 ??= await hashFile(this.file, aborting);
    aborting.throwIfAborted();
    if (!this.#sent) await this.#send(this.#sha256, aborting);
    this.stage.value = 'starting';
    await sendJson('POST', `/api/jobs/${this.jobId.value ?? ''}/start`);
  }

  async #send(sha256: string, aborting: AbortSignal): Promise<void> {
    this.stage.value = 'announcing';
    const grant = await this.#freshGrant(sha256);
    aborting.throwIfAborted();
    this.stage.value = 'sending';
    this.sentBytes.value = 0;
    const onProgress = (sentBytes: number): void => {
      this.sentBytes.value = sentBytes;
    };
    await putFile(grant, this.file, { signal: aborting, onProgress });
    this.#sent = true;
  }

  async #freshGrant(sha256: string): Promise<Presigned> {
    const kept = this.#grant;
    if (kept !== null && Date.parse(kept.expiresAt) - grantMarginMs > Date.now()) return kept;
    if (kept !== null) this.#withdraw();
    const { name: filename, size: bytes } = this.file;
    const body = { filename, bytes, sha256, ...this.choices };
    const created = await sendOnce<CreatedJob>(this.#key, '/api/jobs', body);
    this.jobId.value = created.jobId;
    this.#grant = created.upload;
    return created.upload;
  }

  /** The checksum is made anew too: the file may have changed since. */
  #forget(): void {
    this.#sha256 = null;
    this.#withdraw();
  }

  /** A job that was announced would wait for its file for ever. Where it cannot be cancelled now, its page offers it. */
  #withdraw(): void {
    const jobId = this.jobId.peek();
    if (jobId !== null) void sendJson('POST', `/api/jobs/${jobId}/cancel`).catch(() => {});
    this.jobId.value = null;
    this.#key = newKey();
    this.#grant = null;
    this.#sent = false;
  }
}

function unexpected(): ApiProblem {
  return new ApiProblem({ status: 0, code: 'unknown', detail: 'Something failed in this page: try again.' });
}
