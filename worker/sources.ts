import type { JobRow } from '#db/jobs.ts';
import type { Config } from '#shared/config.ts';
import { AppError } from '#shared/errors.ts';
import type { ObjectStore } from '#shared/store/object-store.ts';
import type { PdfDocument, PdfLimits } from './pdf/pdf-document.ts';
import { pdfLimits } from './pdf/pdf-limits.ts';
import { PdfOpener } from './pdf/pdf-opener.ts';
import { readSource } from './read-source.ts';

/** Opened files are heavy (the file and a process): few are kept, for pages of one document come in a row. */
const maxOpen = 3;

/** A file of which so many calls ran into a limit gets less time for each further one: a page is read in a fifth of a second. */
const patience = 2;
const shareWithoutPatience = 1 / 3;
/** Jobs whose files are remembered for that, those of long ago not. */
const maxRemembered = 1000;

interface OpenSource {
  jobId: string;
  document: Promise<PdfDocument>;
  users: number;
  dropped: boolean;
}

export interface SourcesOptions {
  config: Config;
  store: ObjectStore;
}

/** The files this worker is reading, opened once and shared by the tasks of a job. */
export class Sources {
  readonly #options: SourcesOptions;
  readonly #opener = new PdfOpener();
  /** In order of last use. */
  readonly #open = new Map<string, OpenSource>();

  constructor(options: SourcesOptions) {
    this.#options = options;
  }

  /** Starts ahead what the first file would wait for. */
  prepare(): void {
    this.#opener.prepare();
  }

  /** Opens other bytes than a job's file; the caller closes them. Throws as openPdf does. */
  async open(bytes: Uint8Array, signal: AbortSignal): Promise<PdfDocument> {
    return this.#opener.open(bytes, pdfLimits(this.#options.config), { signal });
  }

  /** Runs `work` with the opened file of a job. Throws what opening throws (see openPdf) and `sha256-mismatch`. */
  async use<T>(job: JobRow, work: (document: PdfDocument) => Promise<T>): Promise<T> {
    const source = this.#acquire(job);
    try {
      return await work(await source.document);
    } catch (error) {
      // A process that died or was ended serves nobody any more: the next task opens the file anew.
      this.#forget(source);
      if (error instanceof AppError && error.code === 'resource-limit') this.#remember(job.id);
      throw error;
    } finally {
      source.users -= 1;
      await this.#closeIdle();
    }
  }

  /** Lets go of a job's file, now or when its last user is done. */
  async drop(jobId: string): Promise<void> {
    this.#limitsMet.delete(jobId);
    const source = this.#open.get(jobId);
    if (source !== undefined) this.#forget(source);
    await this.#closeIdle();
  }

  async close(): Promise<void> {
    for (const source of this.#open.values()) this.#forget(source);
    await this.#opener.close();
    await this.#closeIdle();
  }

  readonly #leaving = new Set<OpenSource>();
  /** How many calls of a job's file ran into a limit, in order of the last one. */
  readonly #limitsMet = new Map<string, number>();

  #remember(jobId: string): void {
    const met = (this.#limitsMet.get(jobId) ?? 0) + 1;
    this.#limitsMet.delete(jobId);
    this.#limitsMet.set(jobId, met);
    for (const oldest of this.#limitsMet.keys()) {
      if (this.#limitsMet.size <= maxRemembered) return;
      this.#limitsMet.delete(oldest);
    }
  }

  #limitsOf(jobId: string): PdfLimits {
    const limits = pdfLimits(this.#options.config);
    if ((this.#limitsMet.get(jobId) ?? 0) < patience) return limits;
    return { ...limits, pageSeconds: limits.timeoutSeconds * shareWithoutPatience };
  }

  #acquire(job: JobRow): OpenSource {
    const known = this.#open.get(job.id);
    const source = known ?? { jobId: job.id, document: this.#openFile(job), users: 0, dropped: false };
    source.users += 1;
    this.#open.delete(job.id);
    this.#open.set(job.id, source);
    return source;
  }

  #forget(source: OpenSource): void {
    if (this.#open.get(source.jobId) === source) this.#open.delete(source.jobId);
    this.#leaving.add(source);
  }

  async #closeIdle(): Promise<void> {
    for (const source of this.#open.values()) {
      if (this.#open.size <= maxOpen) break;
      if (source.users === 0) this.#forget(source);
    }
    for (const source of this.#leaving) {
      if (source.users > 0) continue;
      this.#leaving.delete(source);
      // One that never opened has nothing to close; its error was told to those who asked for it.
      const document = await source.document.catch(() => undefined);
      await document?.close();
    }
  }

  async #openFile(job: JobRow): Promise<PdfDocument> {
    const bytes = await readSource(this.#options.store, job);
    return this.#opener.open(bytes, this.#limitsOf(job.id));
  }
}
