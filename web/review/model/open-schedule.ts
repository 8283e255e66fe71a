import { batch, computed, type Signal, signal } from '@preact/signals';
import type { Edit, MadeEdit } from '#shared/review/edit.ts';
import { ProofMemory } from '#shared/proofs/proof-memory.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { cellTints } from './cell-tints.ts';
import { columnWidths, type RowLengths } from './column-widths.ts';
import { proofMarks } from './proof-marks.ts';
import { ScheduleSaver, type SaverApi } from './schedule-saver.ts';
import type { Conflict, ReviewedSchedule, SaveState } from './save-step.ts';
import { rebaseEdit } from './rebase-edit.ts';
import { schedulePart } from './schedule-part.ts';
import { shareEqual } from './share-equal.ts';

type ApplyEdit = (schedule: Schedule, edit: Edit, memory: ProofMemory) => Schedule;

/** One schedule under review: what it looks like with every edit made so far, saved or not. */
export class OpenSchedule {
  readonly id: string;
  readonly ordinal: number;
  /** With all edits applied, also those that are not saved yet. */
  readonly schedule: Signal<Schedule>;
  /** Saved edits, oldest first. */
  readonly made: Signal<readonly MadeEdit[]>;
  /** Edits made here that are not saved yet. */
  readonly unsaved = signal<readonly Edit[]>([]);
  readonly saving = signal<SaveState>({ type: 'saved' });
  readonly conflict = signal<Conflict | null>(null);
  /** How cells are lit, what the proofs say at rows and columns, and how wide columns are. */
  readonly tints = computed(() => cellTints(this.schedule.value, this.#edits.value));
  readonly marks = computed(() => proofMarks(this.#proof.value));
  readonly widths = computed(() => columnWidths(this.schedule.value, this.#lengths));
  readonly #edits = computed(() => [...this.made.value.map(({ edit }) => edit), ...this.unsaved.value]);
  readonly #proof = computed(() => this.schedule.value.proof);
  readonly #lengths: RowLengths = new WeakMap();
  readonly #applyEdit: ApplyEdit;
  readonly #saver: ScheduleSaver;
  readonly #memory = new ProofMemory();
  /** States before each edit made here and still undoable at once. */
  readonly #history: Schedule[] = [];

  constructor(view: ReviewedSchedule, { applyEdit, api }: { applyEdit: ApplyEdit; api: SaverApi }) {
    this.id = view.id;
    this.ordinal = view.ordinal;
    this.schedule = signal(schedulePart(view));
    this.made = signal<readonly MadeEdit[]>(view.edits);
    this.#applyEdit = applyEdit;
    this.#saver = new ScheduleSaver(
      { api, ordinal: view.ordinal, revision: view.revision },
      {
        state: (state) => (this.saving.value = state),
        saved: (answer, rest) => this.#adopt(answer, rest),
        overtaken: (newer, conflict) => this.#overtaken(newer, conflict),
      },
    );
  }

  /** Applies an edit at once and saves it behind. Throws EditRefused where it cannot be done. */
  edit(edit: Edit): void {
    const before = this.schedule.peek();
    const after = this.#applyEdit(before, edit, this.#memory);
    batch(() => {
      this.#history.push(before);
      this.schedule.value = after;
      this.unsaved.value = [...this.unsaved.peek(), edit];
    });
    this.#saver.add({ type: 'edit', edit, before });
  }

  /** Takes the last edit back; false where there is none. An edit of an earlier visit is taken back when the service answers. */
  undo(): boolean {
    const before = this.#history.pop() ?? null;
    if (before === null && this.made.peek().length === 0) return false;
    batch(() => {
      if (before) this.schedule.value = before;
      this.unsaved.value = this.unsaved.peek().slice(0, -1);
    });
    this.#saver.add({ type: 'undo', before });
    return true;
  }

  /** After a conflict: our edits once more on what there is now; those that no longer fit are counted. */
  applyAgain(): { applied: number; lost: number } {
    const { unsaved } = this.#settle();
    let applied = 0;
    for (const { edit, before } of unsaved) {
      const again = rebaseEdit(edit, before, this.schedule.peek());
      if (again && this.#tried(again)) applied++;
    }
    return { applied, lost: unsaved.length - applied };
  }

  /** After a conflict: theirs stands. */
  dropUnsaved(): void {
    this.#settle();
  }

  tryAgain(): void {
    this.#saver.tryAgain();
  }

  /** Nothing waits to be saved, also not for a decision. */
  get settled(): boolean {
    return this.#saver.idle && this.conflict.peek() === null;
  }

  /** Resolves once nothing waits to be saved; false where that needs a person first. */
  async whenSaved(): Promise<boolean> {
    await this.#saver.whenIdle();
    return this.settled;
  }

  #tried(edit: Edit): boolean {
    try {
      this.edit(edit);
      return true;
    } catch {
      return false;
    }
  }

  #settle(): Conflict {
    const conflict = this.conflict.peek() ?? { by: [], refused: null, unsaved: [] };
    this.conflict.value = null;
    return conflict;
  }

  #adopt(answer: ReviewedSchedule, rest: readonly Edit[]): void {
    batch(() => {
      this.made.value = answer.edits;
      this.unsaved.value = rest;
      // What waits was made on a state that the answer does not know: it is compared when nothing waits.
      if (this.#saver.idle) this.schedule.value = shareEqual(this.schedule.peek(), schedulePart(answer));
    });
  }

  #overtaken(newer: ReviewedSchedule, conflict: Conflict): void {
    this.#history.length = 0;
    batch(() => {
      this.schedule.value = shareEqual(this.schedule.peek(), schedulePart(newer));
      this.made.value = newer.edits;
      this.unsaved.value = [];
      this.conflict.value = conflict.unsaved.length > 0 || conflict.by.length > 0 ? conflict : null;
    });
  }
}
