import { batch, computed, signal } from '@preact/signals';
import { applyEdit } from '#shared/review/apply-edit.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { CellAddress, Schedule } from '#shared/schedules/schedule.ts';
import type { Job, ScheduleHead } from '../../shell/wire.ts';
import { cellsToCheck } from './cells-to-check.ts';
import { listLine } from './list-line.ts';
import { type GridSize, moveSelection } from './move-selection.ts';
import { nextDoubt, placeKey } from './next-doubt.ts';
import { OpenSchedule } from './open-schedule.ts';
import { proofNews } from './proof-news.ts';
import type { ReviewApi } from './review-api.ts';

/** One line of the list of schedules, as the schedule stands now. */
export interface ListedSchedule extends Pick<ScheduleHead, 'id' | 'ordinal' | 'name'> {
  state: Schedule['proof']['state'];
  line: string;
  toCheck: CellAddress[];
}

export type ReviewDialog = 'keys' | 'rename' | 'kind';

/** The state of the review page of one job, and what a person can do to it. */
export class Review {
  readonly job = signal<Job | null>(null);
  readonly problem = signal<unknown>(null);
  readonly current = signal<OpenSchedule | null>(null);
  readonly selection = signal<CellAddress>({ row: 0, col: 0 });
  /** The text a cell is being edited with; null while none is. */
  readonly editing = signal<{ text: string } | null>(null);
  readonly dialog = signal<ReviewDialog | null>(null);
  readonly ticked = signal<ReadonlySet<string>>(new Set());
  /** Wants the focus in the grid; counts so that the same cell can want it twice. */
  readonly focused = signal(0);
  readonly zoom = signal(1);
  readonly told = signal('');
  readonly pictureShown = signal(true);
  /** Whether single letters are commands. */
  readonly letterKeys = signal(true);
  readonly listed = computed(() => this.#heads.value.map((head) => this.#listedOf(head)));
  /** Those that were shown, in the order of the document. */
  readonly opened = computed(() =>
    [...this.#opened.value.values()].sort((one, other) => one.ordinal - other.ordinal),
  );
  readonly #heads = signal<readonly ScheduleHead[]>([]);
  readonly #opened = signal<ReadonlyMap<number, OpenSchedule>>(new Map());
  readonly #seen = new Set<string>();
  readonly #api: ReviewApi;
  readonly #say: (text: string) => void;

  constructor(of: { api: ReviewApi; say: (text: string) => void }) {
    this.#api = of.api;
    this.#say = of.say;
  }

  /** Reads the job and its schedules, and opens the first that wants a look, else the first. */
  async load(): Promise<void> {
    await this.#telling(async () => {
      const [job, heads] = await Promise.all([this.#api.job(), this.#api.heads()]);
      batch(() => {
        this.job.value = job;
        this.#heads.value = heads;
        this.ticked.value = firstTicks(job, heads);
      });
      const first = this.listed.peek().find(({ toCheck }) => toCheck.length > 0) ?? heads[0];
      if (first) await this.open(first.ordinal);
    });
  }

  /** Shows a schedule; reads it where it was not shown before. Without a place, its first cell to check is selected. */
  async open(ordinal: number, at?: CellAddress): Promise<void> {
    await this.#telling(async () => {
      const schedule = this.#opened.peek().get(ordinal) ?? (await this.#read(ordinal));
      const first = at ?? cellsToCheck(schedule.schedule.peek().doubts, schedule.schedule.peek().proof)[0];
      batch(() => {
        this.problem.value = null;
        this.current.value = schedule;
        this.editing.value = null;
        this.select(first ?? firstFigure(schedule.schedule.peek()));
      });
      this.focus();
    });
  }

  /** One more than the schedule has each way: the column and the row of the proofs can be read cell by cell too. */
  get gridSize(): GridSize {
    const { rows, columns } = this.current.peek()?.schedule.peek() ?? { rows: [], columns: [] };
    return { rows: rows.length + 1, cols: columns.length + 1 };
  }

  select(at: CellAddress): void {
    const was = this.selection.peek();
    if (was.row === at.row && was.col === at.col) return;
    this.selection.value = at;
  }

  focus(): void {
    this.focused.value++;
  }

  /** Edits the schedule that is shown. What cannot be done is said. */
  edit(edit: Edit, said = ''): boolean {
    const open = this.current.peek();
    if (!open) return false;
    const before = open.schedule.peek();
    try {
      open.edit(edit);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
      return false;
    }
    this.#stayWithin();
    this.say([said, proofNews(before, open.schedule.peek())].filter(Boolean).join(' '));
    return true;
  }

  undo(): void {
    const open = this.current.peek();
    if (!open) return;
    const before = open.schedule.peek();
    if (!open.undo()) return this.say('There is nothing to undo.');
    this.#stayWithin();
    this.say(`Undone. ${proofNews(before, open.schedule.peek())}`.trim());
  }

  /** Goes to the next cell to check, over all schedules, around, and says when none is left. */
  async nextDoubt(): Promise<void> {
    const { ordinal } = this.current.peek() ?? { ordinal: 0 };
    this.#seen.add(placeKey({ ordinal, ...this.selection.peek() }));
    const todo = this.listed.peek().map(({ ordinal, toCheck }) => ({ ordinal, cells: toCheck }));
    const next = nextDoubt(todo, ordinal, this.#seen);
    if (!next) return this.say('Nothing is left to check.');
    if (next.wrapped) {
      this.#seen.clear();
      this.say('All have been looked at; from the first again.');
    }
    await this.open(next.place.ordinal, next.place);
  }

  tick(id: string): void {
    const ticked = new Set(this.ticked.peek());
    if (!ticked.delete(id)) ticked.add(id);
    this.ticked.value = ticked;
    const name = this.listed.peek().find((listed) => listed.id === id)?.name ?? '';
    this.say(`${name} ${ticked.has(id) ? 'will be exported' : 'will not be exported'}.`);
  }

  /** Schedules with edits that are not saved yet. */
  get unsaved(): OpenSchedule[] {
    return this.opened.peek().filter(({ settled }) => !settled);
  }

  /** To the ear, and to the eye: what was said last stands at the foot of the page. */
  say(text: string): void {
    if (text === '') return;
    this.told.value = text;
    this.#say(text);
  }

  /** A row or a column may have gone from under the selection. */
  #stayWithin(): void {
    this.select(moveSelection(this.selection.peek(), this.gridSize, { type: 'move', rows: 0, cols: 0 }));
  }

  async #read(ordinal: number): Promise<OpenSchedule> {
    const schedule = new OpenSchedule(await this.#api.get(ordinal), { applyEdit, api: this.#api });
    this.#opened.value = new Map(this.#opened.peek()).set(ordinal, schedule);
    return schedule;
  }

  #listedOf(head: ScheduleHead): ListedSchedule {
    const schedule = this.#opened.value.get(head.ordinal)?.schedule.value;
    const { name, pages, proof, doubts } = schedule ?? head;
    const toCheck = cellsToCheck(doubts, proof);
    const line = listLine({ pages, proof }, toCheck.length);
    return { id: head.id, ordinal: head.ordinal, name, state: proof.state, line, toCheck };
  }

  async #telling(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.problem.value = error;
    }
  }
}

/** What was exported last, else every schedule of which it is probable that it is one. */
function firstTicks({ selectedScheduleIds }: Job, heads: readonly ScheduleHead[]): ReadonlySet<string> {
  const chosen =
    selectedScheduleIds ?? heads.filter(({ confidence }) => confidence >= SURE_FROM).map(({ id }) => id);
  return new Set(chosen);
}

const SURE_FROM = 0.6;

/** Where nothing is to be checked one begins at the first figure below the heads. */
function firstFigure({ rows, columns }: Schedule): CellAddress {
  const row = rows.findIndex(({ role }) => role === 'line');
  const col = columns.findIndex(({ role }) => role === 'amount');
  return { row: Math.max(row, 0), col: Math.max(col, 0) };
}
