import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { DeliveryOutcome } from '../webhooks/deliver-webhook.ts';

/** A page that was stored, as far as it is counted. */
export interface MeteredPage {
  source: 'text-layer' | 'ocr' | 'blank';
  /** The engine's name, or that of the reader of text layers. */
  engine: string;
  failed: boolean;
  readMs: number;
  /** Of recognised pages; null where there was no word, or nothing was recognised. */
  confidence: number | null;
  costCents: number;
}

/**
 * What this worker counts of its own work, in a registry of its own. No label names a tenant, a job or a user: they would
 * be personal data in somebody else's system, and numbers of series without end.
 */
export class Meters {
  readonly registry = new Registry();
  readonly #readSeconds;
  readonly #confidence;
  readonly #cents;
  readonly #pages;
  readonly #jobs;
  readonly #deliveries;

  constructor() {
    const registers = [this.registry];
    this.#readSeconds = new Histogram({
      name: 'ledgerlift_page_read_seconds',
      help: 'Time that reading a page took.',
      labelNames: ['source', 'engine'] as const,
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 2, 3, 5, 8, 13, 21, 34, 60, 120],
      registers,
    });
    this.#confidence = new Histogram({
      name: 'ledgerlift_ocr_confidence_ratio',
      help: 'Mean confidence of the words of a recognised page.',
      labelNames: ['engine'] as const,
      buckets: [0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 1],
      registers,
    });
    const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
      new Counter({ name, help, labelNames: [...labelNames], registers });
    this.#cents = counter('ledgerlift_charged_cents_total', 'Cents charged for pages.', []);
    this.#pages = counter('ledgerlift_pages_total', 'Pages stored, by outcome.', ['outcome']);
    this.#jobs = counter('ledgerlift_jobs_ended_total', 'Jobs that this worker ended, by state.', ['state']);
    this.#deliveries = counter('ledgerlift_webhook_attempts_total', 'Attempts at webhooks, by outcome.', [
      'outcome',
    ]);
    for (const outcome of ['done', 'failed', 'skipped']) this.#pages.inc({ outcome }, 0);
    for (const state of ['COMPLETED', 'FAILED', 'CANCELLED']) this.#jobs.inc({ state }, 0);
    for (const outcome of ['delivered', 'failed', 'again']) this.#deliveries.inc({ outcome }, 0);
  }

  /** What Node tells of its process; for a process that serves it, because it watches the event loop. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  pageStored({ source, engine, failed, readMs, confidence, costCents }: MeteredPage): void {
    this.#pages.inc({ outcome: failed ? 'failed' : 'done' });
    this.#readSeconds.observe({ source, engine }, readMs / 1000);
    if (confidence !== null) this.#confidence.observe({ engine }, confidence);
    this.#cents.inc(costCents);
  }

  pagesSkipped(pages: number): void {
    this.#pages.inc({ outcome: 'skipped' }, pages);
  }

  jobEnded(state: 'COMPLETED' | 'FAILED' | 'CANCELLED'): void {
    this.#jobs.inc({ state });
  }

  webhookAttempted(outcome: DeliveryOutcome | 'again'): void {
    if (outcome !== 'gone') this.#deliveries.inc({ outcome });
  }
}
