import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export interface OutageLoadOptions {
  url: string;
  key: string;
  file: Uint8Array;
}

/** What was answered with 2xx, and has to be found again. */
export interface Promised {
  created: Set<string>;
  started: Set<string>;
  cancelled: Set<string>;
  exports: Set<string>;
}

interface Created {
  jobId: string;
  upload: { url: string; headers: Record<string, string> };
}

/** The body of a call of ours; an upload sends the file, with the headers of its grant. */
interface Sent {
  body: object;
  headers: Record<string, string>;
}

/** Between two tries of a client: the outages of a test are shorter than what `Retry-After` says. */
const pauseMs = 100;

/**
 * Clients that create, upload, start, watch, export and cancel jobs, one after the other, and try again what was answered
 * 503. Every answer is looked at: 2xx, 4xx or 503 with Retry-After, as problem+json; what else comes is a fault.
 */
export class OutageLoad {
  readonly promised: Promised = {
    created: new Set(),
    started: new Set(),
    cancelled: new Set(),
    exports: new Set(),
  };
  readonly faults: string[] = [];
  readonly statuses = new Map<number, number>();
  readonly #options: OutageLoadOptions;
  readonly #clients: Promise<void>[];
  #stopped = false;
  #answers = 0;
  #slowestMs = 0;

  constructor(options: OutageLoadOptions, clients: number) {
    this.#options = options;
    this.#clients = Array.from({ length: clients }, async (_, client) => this.#live(client));
  }

  get answers(): number {
    return this.#answers;
  }

  get slowestMs(): number {
    return this.#slowestMs;
  }

  /** No new jobs; resolves when what was begun has been answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#clients);
  }

  async #live(client: number): Promise<void> {
    for (let n = client; !this.#stopped; n += 1) {
      const job = await this.#start();
      if (job === null) continue;
      if (n % 5 === 0) await this.#cancel(job);
      else await this.#watch(job);
    }
  }

  async #start(): Promise<string | null> {
    const { file } = this.#options;
    const sha256 = createHash('sha256').update(file).digest('hex');
    const announced = { filename: 'load.pdf', bytes: file.length, sha256 };
    const job = (await this.#insist('POST', '/api/jobs', { body: announced })) as Created | null;
    if (job === null) return null;
    this.promised.created.add(job.jobId);
    const uploaded = await this.#insist('PUT', job.upload.url, { headers: job.upload.headers });
    if (uploaded === null) return null;
    if ((await this.#insist('POST', `/api/jobs/${job.jobId}/start`)) === null) return null;
    this.promised.started.add(job.jobId);
    return job.jobId;
  }

  async #cancel(jobId: string): Promise<void> {
    await this.#insist('GET', `/api/jobs/${jobId}`);
    const answer = await this.#insist('POST', `/api/jobs/${jobId}/cancel`);
    if (answer !== null) this.promised.cancelled.add(jobId);
  }

  /** For a while: a job may wait for a worker longer than a client does. */
  async #watch(jobId: string): Promise<void> {
    for (let looks = 0; looks < 20 && !this.#stopped; looks += 1) {
      const job = (await this.#insist('GET', `/api/jobs/${jobId}`)) as { status: string } | null;
      if (job?.status === 'COMPLETED') {
        const order = await this.#insist('POST', `/api/jobs/${jobId}/export`, {
          body: { format: 'pdf' },
        });
        if (order !== null) this.promised.exports.add((order as { exportId: string }).exportId);
        return;
      }
      await pause(pauseMs);
    }
  }

  /** Until it is answered otherwise than with 503; null where the answer is no 2xx. */
  async #insist(
    method: string,
    path: string,
    { body = {}, headers = {} }: Partial<Sent> = {},
  ): Promise<unknown> {
    for (;;) {
      const answer = await this.#ask(method, path, { body, headers });
      if (answer.status !== 503) return answer.status < 300 ? answer.body : null;
      // A client that has to stop gives up what it was never promised.
      if (this.#stopped) return null;
      await pause(pauseMs);
    }
  }

  async #ask(
    method: string,
    path: string,
    { body, headers }: Sent,
  ): Promise<{ status: number; body: unknown }> {
    const { url, key, file } = this.#options;
    const ours = path.startsWith('/');
    const init: RequestInit = ours
      ? { headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } }
      : { headers, body: Buffer.from(file) };
    if (ours && method !== 'GET') init.body = JSON.stringify(body);
    const startedAt = performance.now();
    try {
      const answer = await fetch(ours ? `${url}${path}` : path, { ...init, method });
      const text = await answer.text();
      this.#note(answer, `${method} ${ours ? path : 'upload'}: ${text.slice(0, 300)}`);
      return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
    } catch (error) {
      this.faults.push(`${method} ${path}: no answer (${String(error)}, ${String((error as Error).cause)})`);
      return { status: 0, body: null };
    } finally {
      this.#answers += 1;
      this.#slowestMs = Math.max(this.#slowestMs, performance.now() - startedAt);
    }
  }

  #note({ status, headers }: Response, what: string): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const again = status === 503 && Number(headers.get('retry-after')) > 0;
    const isProblem = headers.get('content-type') === 'application/problem+json';
    if (status < 400 || (isProblem && (status < 500 || again))) return;
    this.faults.push(`${status} ${what}`);
  }
}
