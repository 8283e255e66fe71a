import type { Edit } from '#shared/review/edit.ts';
import { failureOf } from './failure-of.ts';
import { sameEdits } from './same-edits.ts';
import type { Conflict, ReviewedSchedule, SaveState, SaveStep } from './save-step.ts';
import { takeBatch } from './take-batch.ts';

/** What saving needs of the service; each throws what `failureOf` understands. */
export interface SaverApi {
  get(ordinal: number): Promise<ReviewedSchedule>;
  patch(ordinal: number, body: { revision: number; edits: Edit[] }): Promise<ReviewedSchedule>;
  undo(ordinal: number, body: { revision: number }): Promise<ReviewedSchedule>;
  /** Resolves when it is worth to try once more; `attempt` counts from 1. */
  pause(attempt: number): Promise<void>;
}

interface SaverEvents {
  state(state: SaveState): void;
  /** `rest` are the edits that still wait. */
  saved(answer: ReviewedSchedule, rest: readonly Edit[]): void;
  overtaken(newer: ReviewedSchedule, conflict: Conflict): void;
}

/** Tells the service of the steps of one schedule in order, one call at a time, with all that gathered meanwhile in the next. */
export class ScheduleSaver {
  readonly #api: SaverApi;
  readonly #ordinal: number;
  readonly #events: SaverEvents;
  readonly #waiting: SaveStep[] = [];
  #flying: SaveStep[] = [];
  #revision: number;
  #run: Promise<void> | null = null;
  #stuck = false;

  constructor(of: { api: SaverApi; ordinal: number; revision: number }, events: SaverEvents) {
    this.#api = of.api;
    this.#ordinal = of.ordinal;
    this.#revision = of.revision;
    this.#events = events;
  }

  get idle(): boolean {
    return this.#flying.length === 0 && this.#waiting.length === 0;
  }

  /** An undo of an edit that was never sent takes that edit away instead. */
  add(step: SaveStep): void {
    if (step.type === 'undo' && this.#waiting.at(-1)?.type === 'edit') this.#waiting.pop();
    else this.#waiting.push(step);
    this.#start();
  }

  tryAgain(): void {
    this.#stuck = false;
    this.#start();
  }

  async whenIdle(): Promise<void> {
    await this.#run;
  }

  #start(): void {
    if (this.#stuck || this.#run) return;
    this.#run = this.#work().finally(() => {
      this.#run = null;
    });
  }

  async #work(): Promise<void> {
    // Steps of one moment, such as those applied again after a conflict, go together.
    await Promise.resolve();
    while (!this.#stuck && this.#waiting.length > 0) {
      this.#events.state({ type: 'saving' });
      this.#flying = takeBatch(this.#waiting);
      await this.#send(1);
    }
    if (!this.#stuck) this.#events.state({ type: 'saved' });
  }

  /** `uncertain`: a try before this one got no answer, and may have been heard all the same. */
  async #send(attempt: number, uncertain = false): Promise<void> {
    try {
      this.#took(await this.#call());
    } catch (error) {
      const failure = failureOf(error);
      if (failure.type === 'overtaken') return this.#overtaken({ uncertain });
      if (failure.type === 'nothing-to-undo') return this.#overtaken({ uncertain });
      this.#events.state({ type: 'failed', message: failure.message, retries: failure.type === 'passing' });
      if (failure.type === 'passing') {
        await this.#api.pause(attempt);
        return this.#send(attempt + 1, true);
      }
      if (failure.type === 'refused') return this.#overtaken({ uncertain, refused: failure.message });
      this.#stuck = true;
      this.#waiting.unshift(...this.#flying.splice(0));
    }
  }

  #call(): Promise<ReviewedSchedule> {
    const [first] = this.#flying;
    const body = { revision: this.#revision };
    if (first?.type === 'undo') return this.#api.undo(this.#ordinal, body);
    return this.#api.patch(this.#ordinal, { ...body, edits: editsOf(this.#flying) });
  }

  #took(answer: ReviewedSchedule): void {
    this.#revision = answer.revision;
    this.#flying = [];
    this.#events.saved(answer, editsOf(this.#waiting));
  }

  /** Reads what there is now. Where only our own unanswered call stands between, it was heard, and nothing is lost or doubled. */
  async #overtaken({
    uncertain,
    refused = null,
  }: {
    uncertain: boolean;
    refused?: string | null;
  }): Promise<void> {
    const newer = await this.#read(1);
    const since = newer.edits.filter(({ revision }) => revision > this.#revision);
    const sent = editsOf(this.#flying);
    if (
      uncertain &&
      sent.length > 0 &&
      sameEdits(
        since.map(({ edit }) => edit),
        sent,
      )
    )
      return this.#took(newer);
    const by = [...new Set(since.map((made) => made.by ?? ''))];
    const unsaved = [...this.#flying, ...this.#waiting.splice(0)].filter((step) => step.type === 'edit');
    this.#flying = [];
    this.#revision = newer.revision;
    this.#events.overtaken(newer, { by, refused, unsaved });
  }

  async #read(attempt: number): Promise<ReviewedSchedule> {
    try {
      return await this.#api.get(this.#ordinal);
    } catch {
      await this.#api.pause(attempt);
      return this.#read(attempt + 1);
    }
  }
}

function editsOf(steps: readonly SaveStep[]): Edit[] {
  return steps.flatMap((step) => (step.type === 'edit' ? [step.edit] : []));
}
