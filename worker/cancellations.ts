import { listenForStops, type Listener } from '#db/listen-for-stops.ts';
import { listStates } from '#db/jobs.ts';
import type { Services } from '#shared/context.ts';
import { JobCancelledError } from '#shared/jobs/job-cancelled-error.ts';
import type { JobOfRun } from './pipeline/checkpoint.ts';

interface Watched extends JobOfRun {
  abort: AbortController;
}

export interface Watch {
  /** Aborted with a JobCancelledError as soon as this worker hears that the run is over. */
  signal: AbortSignal;
  release: () => void;
}

/** For what LISTEN does not bring: a connection that died unheard, a pooler in between. */
const usualRecheckMs = 5000;

/**
 * The runs this worker has in hand, and how they hear that they are over. A notice is only a reason to look at the row,
 * which decides; the checkpoints find out without any notice, only later.
 */
export class Cancellations {
  readonly #services: Pick<Services, 'db' | 'log'>;
  readonly #recheckMs: number;
  readonly #watched = new Set<Watched>();
  #listener: Listener | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(services: Pick<Services, 'db' | 'log'>, { recheckMs = usualRecheckMs } = {}) {
    this.#services = services;
    this.#recheckMs = recheckMs;
  }

  listen(url: string): void {
    const { log } = this.#services;
    this.#listener = listenForStops({
      url,
      onStop: (jobId) => void this.recheck(jobId),
      onListening: () => void this.recheck(),
      onError: (error) => log.warn({ err: error }, 'cancellations are not heard; checkpoints find them'),
    });
    this.#timer = setInterval(() => void this.recheck(), this.#recheckMs);
  }

  watch({ jobId, run }: JobOfRun): Watch {
    const watched = { jobId, run, abort: new AbortController() };
    this.#watched.add(watched);
    return { signal: watched.abort.signal, release: () => void this.#watched.delete(watched) };
  }

  /** Looks at the rows of what is in hand (of one job, or of all) and aborts what is over. Never throws. */
  async recheck(jobId?: string): Promise<void> {
    const asked = [...this.#watched].filter((each) => jobId === undefined || each.jobId === jobId);
    if (asked.length === 0) return;
    try {
      const rows = await listStates(this.#services.db, [...new Set(asked.map((each) => each.jobId))]);
      const wanted = new Map(rows.filter(isWanted).map((row) => [row.id, row.run]));
      for (const each of asked) {
        if (wanted.get(each.jobId) !== each.run) each.abort.abort(new JobCancelledError(each.jobId));
      }
    } catch (error) {
      this.#services.log.warn({ err: error }, 'cancellations could not be looked up; checkpoints find them');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#listener?.close();
  }
}

function isWanted({
  status,
  cancellation_requested: cancelled,
}: Awaited<ReturnType<typeof listStates>>[number]): boolean {
  return (status === 'QUEUED' || status === 'PROCESSING') && !cancelled;
}
