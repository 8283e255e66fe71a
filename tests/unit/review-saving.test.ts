import { describe, expect, test, vi } from 'vitest';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import { applyEdit } from '#shared/review/apply-edit.ts';
import type { Edit, MadeEdit } from '#shared/review/edit.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';
import { OpenSchedule } from '#web/review/model/open-schedule.ts';
import type { ReviewedSchedule } from '#web/review/model/save-step.ts';
import type { SaverApi } from '#web/review/model/schedule-saver.ts';

const READ = printedSchedule(
  'Debtors',
  `: Customer | Current | Overdue
  Adler | 1,000 | 250
  Birch | 2,000 | 50
  =Total | 3,000 | 300`,
);

/** What the service does with one schedule, and the ways in which a call can fail. */
class Service implements SaverApi {
  made: MadeEdit[] = [];
  revision = 0;
  calls: string[] = [];
  /** Each stands for one call to come: it is not heard, heard without an answer, or refused. */
  failures: ('unheard' | 'unanswered' | 'refused' | 'forbidden')[] = [];
  /** Holds answers back until it is let go. */
  gate = Promise.resolve();

  view(): ReviewedSchedule {
    const schedule = this.made.reduce((so, { edit }) => applyEdit(so, edit), read());
    return structuredClone({ ...schedule, id: 'a', ordinal: 1, revision: this.revision, edits: this.made });
  }

  by(name: string, edit: Edit): void {
    this.revision++;
    this.made.push({ edit, revision: this.revision, by: name, at: '2026-01-01T00:00:00Z' });
  }

  async get(): Promise<ReviewedSchedule> {
    return this.view();
  }

  async patch(
    _: number,
    { revision, edits }: { revision: number; edits: Edit[] },
  ): Promise<ReviewedSchedule> {
    return this.#answer(`patch ${edits.length}`, revision, () =>
      edits.forEach((edit) => this.by('me', edit)),
    );
  }

  async undo(_: number, { revision }: { revision: number }): Promise<ReviewedSchedule> {
    return this.#answer('undo', revision, () => {
      if (this.made.length === 0) throw problem(409, 'nothing-to-undo');
      this.made.pop();
      this.revision++;
    });
  }

  async pause(): Promise<void> {}

  async #answer(call: string, revision: number, act: () => void): Promise<ReviewedSchedule> {
    this.calls.push(call);
    await this.gate;
    const failure = this.failures.shift();
    if (failure === 'unheard') throw new TypeError('fetch failed');
    if (failure === 'refused') throw problem(422, 'edit-refused');
    if (failure === 'forbidden') throw problem(403, 'scope-missing');
    if (revision !== this.revision) throw problem(409, 'revision-conflict');
    act();
    if (failure === 'unanswered') throw new TypeError('fetch failed');
    return this.view();
  }
}

function problem(status: number, code: string): Error {
  return Object.assign(new Error(code), { status, code, detail: `because of ${code}` });
}

function read(): Schedule {
  return { ...READ, proof: proveSchedule(READ) };
}

function opened(service = new Service()): { service: Service; open: OpenSchedule } {
  return { service, open: new OpenSchedule(service.view(), { applyEdit, api: service }) };
}

function set(row: number, text: string): Edit {
  return { type: 'set-cell', row, col: 1, text };
}

function shown(open: OpenSchedule): string[] {
  return open.schedule.value.rows.map(({ cells }) => cells[1]?.raw ?? '');
}

describe('an edit', () => {
  test('is shown at once and saved behind, with what gathers meanwhile in one call', async () => {
    const { service, open } = opened();
    let letGo = (): void => {};
    service.gate = new Promise((resolve) => (letGo = resolve));
    open.edit(set(0, '1,100'));
    await vi.waitFor(() => expect(service.calls).toEqual(['patch 1']));
    open.edit(set(1, '2,200'));
    open.edit(set(2, '3,300'));
    expect(shown(open)).toEqual(['1,100', '2,200', '3,300']);
    expect(open.schedule.value.proof.state).toBe('proved');
    expect(open.saving.value).toEqual({ type: 'saving' });
    expect(open.settled).toBe(false);
    letGo();
    expect(await open.whenSaved()).toBe(true);
    expect(service.calls).toEqual(['patch 1', 'patch 2']);
    expect(open.saving.value).toEqual({ type: 'saved' });
    expect(open.made.value).toHaveLength(3);
    expect(open.unsaved.value).toEqual([]);
  });

  test('leaves the rows it does not touch the same objects, also when it was saved', async () => {
    const { open } = opened();
    const { rows } = open.schedule.value;
    open.edit(set(0, '1,100'));
    const edited = open.schedule.value;
    await open.whenSaved();
    expect(open.schedule.value).toBe(edited);
    expect(open.schedule.value.rows[1]).toBe(rows[1]);
  });

  test('that cannot be done changes nothing', () => {
    const { service, open } = opened();
    const before = open.schedule.value;
    expect(() => open.edit(set(99, '1'))).toThrow('99');
    expect(open.schedule.value).toBe(before);
    expect(open.unsaved.value).toEqual([]);
    expect(service.calls).toEqual([]);
  });
});

describe('undo', () => {
  test('takes an edit back that was never sent, without a call', async () => {
    const { service, open } = opened();
    open.edit(set(0, '1,100'));
    expect(open.undo()).toBe(true);
    expect(await open.whenSaved()).toBe(true);
    expect(shown(open)).toEqual(['1,000', '2,000', '3,000']);
    expect(service.calls).toEqual([]);
  });

  test('takes saved edits back at once, and those of an earlier visit when the service answers', async () => {
    const service = new Service();
    service.by('me', set(1, '2,222'));
    const { open } = opened(service);
    open.edit(set(0, '1,100'));
    await open.whenSaved();
    open.undo();
    expect(shown(open)).toEqual(['1,000', '2,222', '3,000']);
    open.undo();
    await open.whenSaved();
    expect(shown(open)).toEqual(['1,000', '2,000', '3,000']);
    expect(service.calls).toEqual(['patch 1', 'undo', 'undo']);
    expect(open.made.value).toEqual([]);
    expect(open.undo()).toBe(false);
  });
});

describe('a schedule that somebody else changed first', () => {
  async function overtaken() {
    const { service, open } = opened();
    service.by('anna', { type: 'insert-row', row: 0 });
    service.by('anna', { type: 'set-cell', row: 0, col: 0, text: 'Aalto' });
    open.edit(set(1, '2,200'));
    open.edit({ type: 'keep-cell', row: 0, col: 1 });
    await vi.waitFor(() => expect(open.conflict.value).not.toBeNull());
    return { service, open };
  }

  test('is shown as it is now, with who it was and what of ours is not saved', async () => {
    const { open } = await overtaken();
    expect(shown(open)).toEqual(['', '1,000', '2,000', '3,000']);
    expect(open.conflict.value?.by).toEqual(['anna']);
    expect(open.conflict.value?.unsaved.map(({ edit }) => edit.type)).toEqual(['set-cell', 'keep-cell']);
    expect(open.settled).toBe(false);
  });

  test('takes our edits again where their rows stand now', async () => {
    const { service, open } = await overtaken();
    expect(open.applyAgain()).toEqual({ applied: 2, lost: 0 });
    expect(await open.whenSaved()).toBe(true);
    expect(shown(open)).toEqual(['', '1,000', '2,200', '3,000']);
    expect(service.made.map(({ by, edit }) => [by, edit.type])).toEqual([
      ['anna', 'insert-row'],
      ['anna', 'set-cell'],
      ['me', 'set-cell'],
      ['me', 'keep-cell'],
    ]);
  });

  test('stays as it is where we drop ours', async () => {
    const { service, open } = await overtaken();
    open.dropUnsaved();
    expect(open.settled).toBe(true);
    expect(shown(open)).toEqual(['', '1,000', '2,000', '3,000']);
    expect(service.made).toHaveLength(2);
  });

  test('is not overwritten where both changed one cell', async () => {
    const { service, open } = opened();
    service.by('anna', set(0, '1,111'));
    open.edit(set(0, '1,999'));
    open.edit({ type: 'rename', name: 'Ageing' });
    await vi.waitFor(() => expect(open.conflict.value).not.toBeNull());
    expect(open.applyAgain()).toEqual({ applied: 1, lost: 1 });
    await open.whenSaved();
    expect(shown(open)[0]).toBe('1,111');
    expect(open.schedule.value.name).toBe('Ageing');
  });
});

describe('a call that fails', () => {
  test('is made again, and what waited goes after it', async () => {
    const { service, open } = opened();
    service.failures = ['unheard', 'unheard'];
    const states: string[] = [];
    open.saving.subscribe(({ type }) => states.push(type));
    open.edit(set(0, '1,100'));
    expect(await open.whenSaved()).toBe(true);
    expect(service.made).toHaveLength(1);
    expect(states).toContain('failed');
    expect(states.at(-1)).toBe('saved');
  });

  test('after it was heard doubles nothing', async () => {
    const { service, open } = opened();
    service.failures = ['unanswered'];
    open.edit(set(0, '1,100'));
    expect(await open.whenSaved()).toBe(true);
    expect(service.made).toHaveLength(1);
    expect(open.conflict.value).toBeNull();
    expect(shown(open)[0]).toBe('1,100');
  });

  test('after an undo was heard takes back only one edit', async () => {
    const service = new Service();
    service.by('me', set(0, '1,100'));
    service.by('me', set(1, '2,200'));
    const { open } = opened(service);
    service.failures = ['unanswered'];
    open.undo();
    expect(await open.whenSaved()).toBe(true);
    expect(service.made).toHaveLength(1);
    expect(shown(open)).toEqual(['1,100', '2,000', '3,000']);
  });

  test('because an edit was refused shows what there is, and keeps ours for a decision', async () => {
    const { service, open } = opened();
    service.failures = ['refused'];
    open.edit(set(0, '1,100'));
    await vi.waitFor(() => expect(open.conflict.value).not.toBeNull());
    expect(open.conflict.value).toMatchObject({ by: [], refused: 'because of edit-refused' });
    expect(shown(open)[0]).toBe('1,000');
  });

  test('for good keeps the edits until a person tries again', async () => {
    const { service, open } = opened();
    service.failures = ['forbidden'];
    open.edit(set(0, '1,100'));
    expect(await open.whenSaved()).toBe(false);
    expect(open.saving.value).toEqual({
      type: 'failed',
      message: 'because of scope-missing',
      retries: false,
    });
    expect(shown(open)[0]).toBe('1,100');
    open.tryAgain();
    expect(await open.whenSaved()).toBe(true);
    expect(service.made).toHaveLength(1);
  });
});
