import ExcelJS from 'exceljs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { leaveOthersRows } from '#db/forget-user.ts';
import type { Checkpoint } from '#shared/audit/checkpoint.ts';
import type { AuditEventView } from '#shared/audit/event-view.ts';
import { verifyTrail } from '#shared/audit/verify-trail.ts';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import { scopes } from '#shared/context.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { ReviewedSchedule } from '#shared/schedules/reviewed-schedule.ts';
import { undoEdit } from '#shared/schedules/undo-edit.ts';
import { exportForm } from '#shared/schedules/export-form.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';
import { putSchedules } from '#tests/harness/put-schedules.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
let jobId = '';
let scheduleId = '';
beforeAll(async () => {
  system = await startTestSystem();
  ({ jobId } = await system.client.submit('review.pdf', await sample(digitalSample)));
  await waitUntil(
    async () => system.client.job(jobId),
    ({ status }) => status === 'COMPLETED',
  );
}, 120_000);
afterAll(async () => system.close());
beforeEach(async () => {
  [scheduleId = ''] = await putSchedules(system.services.db, jobId, [misread()]);
});

/** A roll-forward as a scan could have been read: 57,830 for 57,880. */
function misread(): Schedule {
  const bare = printedSchedule(
    'Property and equipment',
    `:Asset | Opening | Additions | Disposals | Closing
     Land | 120,000 | 5,500 | - | 125,500
     Buildings | 250,310 | 12,075 | (3,000) | 259,385
     Computers | 81,245 | 57,830 | (2,110) | 137,015
     = Total | 451,555 | 75,455 | (5,110) | 521,900`,
    { kind: 'fixed-asset-roll-forward', name: 'Fixed asset roll-forward' },
  );
  return { ...bare, proof: proveSchedule(bare) };
}

const path = (): string => `/api/jobs/${jobId}/schedules/1`;
const send = async (method: string, to: string, body: object): Promise<Response> =>
  system.fetch(to, { method, body: JSON.stringify(body) });
const patch = async (revision: number, ...edits: Edit[]): Promise<Response> =>
  send('PATCH', path(), { revision, edits });
const undo = async (revision: number): Promise<Response> => send('POST', `${path()}/undo`, { revision });
const view = async (answer: Response | Promise<Response>): Promise<ReviewedSchedule> => {
  const got = await answer;
  expect(got.status).toBe(200);
  return (await got.json()) as ReviewedSchedule;
};
const get = async (): Promise<ReviewedSchedule> => view(system.fetch(path()));
const bodyOf = async (): Promise<object> => {
  const { body } = await system.services.db
    .selectFrom('job_schedules')
    .select('body')
    .where('id', '=', scheduleId)
    .executeTakeFirstOrThrow();
  return body;
};
const events = async (): Promise<AuditEventView[]> => {
  const answer = await system.fetch(
    `/api/jobs/${jobId}/audit?limit=500&eventType=CELL_EDITED,REPAIR_ACCEPTED`,
  );
  const page = (await answer.json()) as { events: AuditEventView[] };
  return page.events.filter(({ metadata }) => (metadata as { scheduleId: string }).scheduleId === scheduleId);
};
const set = (row: number, col: number, text: string): Edit => ({ type: 'set-cell', row, col, text });

describe('an edit', () => {
  test('is answered with the schedule as it stands, and stands in the list and in the trail', async () => {
    const accept = { type: 'accept-repair', row: 2, col: 2, reading: '57,880' } as const;
    const edited = await view(
      patch(1, accept, { type: 'insert-row', row: 0 }, { type: 'rename', name: 'PPE' }),
    );
    expect(edited).toMatchObject({
      name: 'PPE',
      revision: 4,
      rowCount: 5,
      proof: { state: 'proved' },
      edits: [
        { edit: accept, revision: 2, by: 'user-of-tenant-a', at: expect.stringMatching(/^\d{4}-.*Z$/) },
        { revision: 3 },
        { revision: 4 },
      ],
    });
    expect(await get()).toEqual(edited);
    expect(await system.client.schedules(jobId)).toMatchObject([
      { name: 'PPE', revision: 4, editCount: 3, rowCount: 5, proof: { state: 'proved' } },
    ]);
    const told = await events();
    expect(told.map(({ eventType, metadata }) => [eventType, metadata])).toMatchObject([
      ['REPAIR_ACCEPTED', { type: 'accept-repair', row: 2, col: 2, revision: 2 }],
      ['CELL_EDITED', { type: 'insert-row', row: 0, revision: 3 }],
      ['CELL_EDITED', { type: 'rename', revision: 4 }],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/57,880|PPE/);
  });

  test('that does not fit takes those beside it along: all or none', async () => {
    const refused = await patch(1, set(0, 0, 'Sites'), { type: 'delete-row', row: 99 });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ code: 'edit-refused', index: 1 });
    expect(await get()).toMatchObject({ revision: 1, edits: [] });
    expect(await events()).toEqual([]);
  });

  test.each([
    ['nothing', {}],
    ['no edit', { revision: 1, edits: [] }],
    ['101 edits', { revision: 1, edits: Array.from({ length: 101 }, () => set(0, 0, 'a')) }],
    ['an unknown edit', { revision: 1, edits: [{ type: 'explode' }] }],
    ['a field too many', { revision: 1, edits: [{ ...set(0, 0, 'a'), userId: 'x' }] }],
    ['a user', { revision: 1, userId: 'x', edits: [set(0, 0, 'a')] }],
    ['a row below 0', { revision: 1, edits: [set(-1, 0, 'a')] }],
  ])('of %s is malformed', async (_, body) => {
    expect((await send('PATCH', path(), body)).status).toBe(400);
  });

  test('keeps what a person types, without what no database can hold', async () => {
    const edited = await view(patch(1, set(0, 0, '=Söl \u0000\uD800\n x'), set(1, 0, 'y'.repeat(2000))));
    expect(edited.rows[0]?.cells[0]?.raw).toBe('=Söl \uFFFD x');
    expect((await patch(3, set(1, 0, 'y'.repeat(2001)))).status).toBe(422);
  });

  test('needs a schedule of a job that is done', async () => {
    expect(
      (await send('PATCH', `/api/jobs/${jobId}/schedules/2`, { revision: 1, edits: [set(0, 0, 'a')] }))
        .status,
    ).toBe(404);
    const announced = await send('POST', '/api/jobs', {
      filename: 'a.pdf',
      bytes: 1,
      sha256: 'a'.repeat(64),
    });
    const other = ((await announced.json()) as { jobId: string }).jobId;
    const early = await send('PATCH', `/api/jobs/${other}/schedules/1`, {
      revision: 1,
      edits: [set(0, 0, 'a')],
    });
    expect([early.status, ((await early.json()) as { code: string }).code]).toEqual([409, 'wrong-state']);
  });
});

describe('two who edit one schedule at once', () => {
  test('never overwrite each other: one wins each revision, the other is told who was faster', async () => {
    await view(patch(1, set(0, 0, 'First')));
    const late = await patch(1, set(0, 0, 'Second'));
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({
      code: 'revision-conflict',
      revision: 2,
      detail: expect.stringContaining('1 edit came in between, 1 by user-of-tenant-a'),
    });
    expect((await get()).rows[0]?.cells[0]?.raw).toBe('First');
  });

  test('lose nothing: every edit that was answered stands, each at a revision of its own', async () => {
    const person = async (name: string): Promise<string[]> => {
      const done: string[] = [];
      while (done.length < 8) {
        const { revision, rows } = await get();
        const text = `${rows[0]?.cells[0]?.raw ?? ''} ${name}${done.length}`;
        const answer = await patch(revision, set(0, 0, text));
        if (answer.status === 200) done.push(`${name}${done.length}`);
        else if (answer.status !== 409) throw new Error(`${answer.status}`);
      }
      return done;
    };
    const done = (await Promise.all(['a', 'b'].map(person))).flat();
    const { revision, edits, rows } = await get();
    expect(revision).toBe(17);
    expect(edits.map((edit) => edit.revision)).toEqual(Array.from({ length: 16 }, (_, at) => at + 2));
    expect(rows[0]?.cells[0]?.raw.split(' ').slice(1).toSorted()).toEqual(done.toSorted());
  });

  test('of many with one revision exactly one is taken', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, at) => patch(1, set(0, 0, `Person ${at}`))),
    );
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await get()).edits).toHaveLength(1);
  });
});

describe('undoing', () => {
  test('takes one edit after the other away, back to the schedule as it was read', async () => {
    const read = await bodyOf();
    const edits: Edit[] = [
      { type: 'accept-repair', row: 2, col: 2, reading: '57,880' },
      { type: 'keep-cell', row: 1, col: 1 },
      { type: 'delete-row', row: 0 },
      { type: 'change-kind', kind: 'table' },
      { type: 'rename', name: 'PPE' },
      { type: 'insert-row', row: 1 },
    ];
    const stages = [await bodyOf()];
    for (const [index, edit] of edits.entries()) {
      await view(patch(index + 1, edit));
      stages.push(await bodyOf());
    }
    let revision = edits.length + 1;
    for (const stage of stages.slice(0, -1).toReversed()) {
      expect(await view(undo(revision++))).toMatchObject({ revision });
      expect(await bodyOf()).toEqual(stage);
    }
    expect(await bodyOf()).toEqual(read);
    const none = await undo(revision);
    expect([none.status, ((await none.json()) as { code: string }).code]).toEqual([409, 'nothing-to-undo']);
    const told = await events();
    expect(told.filter(({ metadata }) => (metadata as { type: string }).type === 'undo')).toHaveLength(6);
  });

  test('of a hundred edits leads through every one of them, past the schedules that are kept on the way', async () => {
    const read = await bodyOf();
    const actor = {
      kind: 'user',
      tenantId: 'tenant-a',
      userId: 'user-of-tenant-a',
      scopes,
      ip: null,
    } as const;
    const ctx = { ...system.services, actor, traceId: 'e'.repeat(32) };
    const edits = Array.from({ length: 100 }, (_, at) => set(at % 3, 0, `Label ${at}`));
    const edited = await view(patch(1, ...edits));
    expect(edited).toMatchObject({ revision: 101, edits: { length: 100 } });
    for (let left = 99; left >= 0; left--) {
      const { rows, edits: standing } = await undoEdit(
        ctx,
        { jobId, ordinal: '1' },
        { revision: 200 - left },
      );
      expect(standing).toHaveLength(left);
      const label = left === 0 ? 'Land' : `Label ${left - 1}`;
      expect(rows[left === 0 ? 0 : (left - 1) % 3]?.cells[0]?.raw).toBe(label);
    }
    expect(await bodyOf()).toEqual(read);
    expect(await events()).toHaveLength(200);
  }, 60_000);

  test('of somebody who has not seen the last edit is refused', async () => {
    await view(patch(1, set(0, 0, 'A'), set(0, 0, 'B')));
    expect((await undo(2)).status).toBe(409);
    expect((await view(undo(3))).rows[0]?.cells[0]?.raw).toBe('A');
  });
});

describe('an export', () => {
  async function fileOf(format: 'json' | 'xlsx' | 'csv'): Promise<Uint8Array> {
    const { exportId } = await system.client.requestExport(jobId, format, [scheduleId]);
    const done = await waitUntil(
      async () => system.client.export(jobId, exportId),
      ({ status }) => status !== 'QUEUED',
    );
    expect(done).toMatchObject({ status: 'COMPLETED', error: null });
    return new Uint8Array(await (await fetch(done.download?.url ?? '')).arrayBuffer());
  }

  const exported = async (): Promise<{ schedules: Record<string, unknown>[] }> =>
    JSON.parse(Buffer.from(await fileOf('json')).toString('utf8')) as {
      schedules: Record<string, unknown>[];
    };

  /** The cells of the schedule's own sheet that bear a note of an edit. */
  async function editedCells(): Promise<ExcelJS.Cell[]> {
    const bytes = await fileOf('xlsx');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(bytes.buffer as ArrayBuffer);
    const cells: ExcelJS.Cell[] = [];
    workbook.worksheets[1]?.eachRow((row) => row.eachCell((cell) => cells.push(cell)));
    return cells.filter(({ note }) => textOf(note).startsWith('Read '));
  }

  const textOf = (note: string | ExcelJS.Comment | undefined): string =>
    typeof note === 'string' ? note : (note?.texts ?? []).map(({ text }) => text).join('');

  test('shows what was changed, from what and by whom, at the place where it stands now', async () => {
    const before = await exported();
    await view(
      patch(
        1,
        { type: 'accept-repair', row: 2, col: 2, reading: '57,880' },
        set(0, 0, 'Sites'),
        { type: 'insert-row', row: 0 },
        set(4, 0, 'Gone'),
        { type: 'delete-row', row: 4 },
        { type: 'keep-cell', row: 1, col: 1 },
      ),
    );
    const written = await exported();
    expect(exportForm.safeParse(written).error).toBeUndefined();
    const [schedule] = written.schedules;
    expect(schedule).toMatchObject({
      edits: [
        { row: 3, col: 2, read: '57,830', by: 'user-of-tenant-a', proved: true },
        { row: 1, col: 0, read: 'Land', by: 'user-of-tenant-a', proved: false },
      ],
    });
    expect(before.schedules[0]).not.toHaveProperty('edits');
  });

  test('as a workbook has the changed cell in blue, with its new figure and a note of what was read', async () => {
    expect(await editedCells()).toEqual([]);
    await view(patch(1, { type: 'accept-repair', row: 2, col: 2, reading: '57,880' }, set(0, 0, 'Sites')));
    const cells = await editedCells();
    expect(cells.map(({ value, note }) => [value, textOf(note)])).toEqual([
      ['Sites', 'Read Land, changed to Sites by user-of-tenant-a'],
      [57_880, 'Read 57,830, proved 57,880; accepted by user-of-tenant-a'],
    ]);
    for (const { fill } of cells) expect(fill).toMatchObject({ fgColor: { argb: 'FFE1EFFA' } });
  });

  test('as CSV has the new figure in the place of the old one', async () => {
    const csvOf = async (): Promise<string> => Buffer.from(await fileOf('csv')).toString('utf8');
    expect(await csvOf()).toContain('Computers,81245,57830,-2110,137015');
    await view(patch(1, { type: 'accept-repair', row: 2, col: 2, reading: '57,880' }));
    const edited = await csvOf();
    expect(edited).toContain('Computers,81245,57880,-2110,137015');
    expect(edited).not.toContain('57830');
  });
});

describe('what persons edited', () => {
  test('is not lost to a retry that nobody meant', async () => {
    await view(patch(1, set(0, 0, 'Sites')));
    const { db } = system.services;
    await db.updateTable('jobs').set({ pages_failed: 1 }).where('id', '=', jobId).execute();
    const refused = await send('POST', `/api/jobs/${jobId}/retry`, {});
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { code: 'schedules-reviewed', edits: 1 },
    ]);
    await db.updateTable('jobs').set({ pages_failed: 0 }).where('id', '=', jobId).execute();
    expect((await get()).edits).toHaveLength(1);
  });

  test('is in a trail that verifies, sealed with all else', async () => {
    await view(patch(1, set(0, 0, 'Sites')));
    const [checkpoint, lines] = await waitUntil(
      async () => {
        // First, because what it signs has to be in the trail that is looked at.
        const signed = (await (await system.fetch('/api/audit/checkpoint')).json()) as Checkpoint;
        const text = await (await system.fetch('/api/audit?format=ndjson&limit=4000')).text();
        return [signed, text.split('\n')] as const;
      },
      ([, all]) => all.some((line) => line.includes(scheduleId)),
    );
    const verdict = await verifyTrail(lines.filter(Boolean), [checkpoint]);
    expect(verdict).toMatchObject({ fault: null });
    expect(verdict.rows).toBeGreaterThan(0);
  });

  test('stays when its person is erased, and names nobody', async () => {
    await view(patch(1, set(0, 0, 'Sites')));
    const user = { tenantId: 'tenant-a', userId: 'user-of-tenant-a' };
    await system.services.db.transaction().execute(async (tx) => leaveOthersRows(tx, user));
    expect(await get()).toMatchObject({ edits: [{ edit: set(0, 0, 'Sites'), by: null }] });
  });

  test('goes with the job, and is counted with its rows', async () => {
    const gone = await system.client.submit('gone.pdf', await sample(digitalSample));
    await waitUntil(
      async () => system.client.job(gone.jobId),
      ({ status }) => status === 'COMPLETED',
    );
    await putSchedules(system.services.db, gone.jobId, [misread()]);
    const at = `/api/jobs/${gone.jobId}/schedules/1`;
    await view(send('PATCH', at, { revision: 1, edits: [set(0, 0, 'canary-of-an-edit'), set(0, 0, 'x')] }));
    await send('POST', `/api/jobs/${gone.jobId}/delete`, {});
    await waitUntil(
      async () =>
        (await system.fetch(`/api/jobs/${gone.jobId}/delete`)).json() as Promise<{ status: string }>,
      ({ status }) => status === 'COMPLETED',
    );
    const left = await system.services.db
      .selectFrom('schedule_edits')
      .select('id')
      .where('job_id', '=', gone.jobId)
      .execute();
    expect(left).toEqual([]);
  });
});
