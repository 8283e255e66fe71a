import { afterEach, describe, expect, test, vi } from 'vitest';
import type { NewAuditRow } from '#db/audit.ts';
import { MemoryTrail, type MemoryTrailOptions } from '#shared/audit/memory-trail.ts';
import { openLog } from '#shared/log.ts';
import { auditEvent } from '#tests/fixtures/audit-event.ts';

const log = openLog({ LOG_LEVEL: 'silent' }, 'test');
const defaults = { AUDIT_BATCH_SIZE: 50, AUDIT_FLUSH_INTERVAL_MS: 1000, AUDIT_QUEUE_CAP: 10_000 };
const anHourMs = 3_600_000;

function trailOf(
  write: MemoryTrailOptions['write'],
  settings: Partial<typeof defaults> = {},
  flushesBeforeAnswer = false,
): MemoryTrail {
  return new MemoryTrail({ config: { ...defaults, ...settings }, log, write, flushesBeforeAnswer });
}

/** A writer that keeps the sizes of batches and the ids in the order written. */
function writerOf(fails: (rows: readonly NewAuditRow[]) => unknown = () => null) {
  const [ids, sizes]: [string[], number[]] = [[], []];
  const write = async (rows: readonly NewAuditRow[]): Promise<void> => {
    const failure = fails(rows);
    if (failure !== null) throw failure;
    sizes.push(rows.length);
    ids.push(...rows.map((row) => row.id));
  };
  return { ids, sizes, write };
}

const refusedContent = (): Error => Object.assign(new Error('invalid byte sequence'), { code: '22021' });
const outage = (): Error => Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });

async function addAll(trail: MemoryTrail, rows: NewAuditRow[]): Promise<void> {
  for (const row of rows) await trail.add(row);
}
const events = (count: number): NewAuditRow[] => Array.from({ length: count }, () => auditEvent());

afterEach(() => {
  vi.useRealTimers();
});

describe('the batcher', () => {
  test('writes at once what fills a batch, and batches of AUDIT_BATCH_SIZE at most', async () => {
    const { write, sizes, ids } = writerOf();
    const trail = trailOf(write, { AUDIT_FLUSH_INTERVAL_MS: 60_000, AUDIT_BATCH_SIZE: 10 });
    const rows = events(34);
    await Promise.all(rows.map(async (row) => trail.add(row)));
    expect(await trail.flush(anHourMs)).toBe(true);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
    expect(ids).toEqual(rows.map((row) => row.id));
  });

  test('writes what does not fill one after AUDIT_FLUSH_INTERVAL_MS', async () => {
    vi.useFakeTimers();
    const { write, sizes } = writerOf();
    const trail = trailOf(write, { AUDIT_FLUSH_INTERVAL_MS: 500 });
    await addAll(trail, events(3));
    await vi.advanceTimersByTimeAsync(499);
    expect(sizes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sizes).toEqual([3]);
  });

  test('keeps the time and the key of an event from its making, however late it is written', async () => {
    vi.useFakeTimers({ now: new Date('2026-01-02T03:04:05.678Z') });
    const row = auditEvent();
    const written: NewAuditRow[] = [];
    const trail = trailOf(async (rows) => void written.push(...rows));
    await trail.add(row);
    await vi.advanceTimersByTimeAsync(1000);
    expect(written).toEqual([row]);
    expect(written[0]?.occurred_at).toEqual(new Date('2026-01-02T03:04:05.678Z'));
  });

  test('over its cap it refuses and counts, and holds no more than the cap', async () => {
    let away = true;
    const { write, ids } = writerOf(() => (away ? outage() : null));
    const trail = trailOf(write, { AUDIT_QUEUE_CAP: 100 });
    const rows = events(130);
    const taken = await Promise.all(rows.map(async (row) => trail.add(row)));
    expect(taken.filter((each) => !each)).toHaveLength(30);
    expect(trail.counts()).toEqual({ waiting: 100, refused: 30, dead: 0 });
    away = false;
    await trail.flush(anHourMs);
    expect(ids).toEqual(rows.slice(0, 100).map((row) => row.id));
  });

  test('a security event over the cap waits for the database instead', async () => {
    let away = true;
    const { write, ids } = writerOf(() => (away ? outage() : null));
    const trail = trailOf(write, { AUDIT_QUEUE_CAP: 10 });
    await addAll(trail, events(10));
    const refused = auditEvent({ type: 'AUTH_FAILED' });
    const taken = trail.add(refused);
    const soon = Promise.resolve('still waiting');
    expect(await Promise.race([taken, soon])).toBe('still waiting');
    away = false;
    await trail.flush(anHourMs);
    expect(await taken).toBe(true);
    await trail.flush(anHourMs);
    expect(ids.at(-1)).toBe(refused.id);
    expect(trail.counts()).toEqual({ waiting: 0, refused: 0, dead: 0 });
  });

  test('a failing batch waits 100 ms, then twice as long each time, half a minute at most, and keeps its order', async () => {
    vi.useFakeTimers();
    const triedAt: number[] = [];
    let away = true;
    const { write, ids } = writerOf(() => {
      triedAt.push(Date.now());
      return away ? outage() : null;
    });
    const trail = trailOf(write, { AUDIT_BATCH_SIZE: 2 });
    const rows = events(5);
    await addAll(trail, rows);
    await vi.advanceTimersByTimeAsync(150_000);
    const waits = triedAt.slice(1).map((at, index) => at - (triedAt[index] ?? 0));
    expect(waits.slice(0, 12)).toEqual([
      100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000, 30_000,
    ]);
    away = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(ids).toEqual(rows.map((row) => row.id));
  });

  test('a poison event is found by halving, counted, and holds up no other', async () => {
    const rows = events(50);
    const poison = new Set([rows[17]?.id, rows[49]?.id]);
    const { write, ids } = writerOf((batch) =>
      batch.some((row) => poison.has(row.id)) ? refusedContent() : null,
    );
    const trail = trailOf(write);
    await addAll(trail, rows);
    await trail.flush(anHourMs);
    expect(ids).toEqual(rows.filter((row) => !poison.has(row.id)).map((row) => row.id));
    expect(trail.counts()).toEqual({ waiting: 0, refused: 0, dead: 2 });
  });

  test('an outage in the middle of the halving loses none and doubles none', async () => {
    const rows = events(8);
    const poison = rows[5]?.id;
    let calls = 0;
    const { write, ids } = writerOf((batch) => {
      calls += 1;
      // The whole batch, its first half, then the second half: there the database goes away for one call.
      if (calls === 3) return outage();
      return batch.some((row) => row.id === poison) ? refusedContent() : null;
    });
    const trail = trailOf(write, { AUDIT_BATCH_SIZE: 8 });
    await addAll(trail, rows);
    await trail.flush(anHourMs);
    expect(ids).toEqual(rows.filter((row) => row.id !== poison).map((row) => row.id));
    expect(trail.counts().dead).toBe(1);
  });

  test('a function writes before it answers, for it may be frozen afterwards; a process that lives does not wait', async () => {
    const inFunction = writerOf();
    const frozen = trailOf(inFunction.write, {}, true);
    await frozen.add(auditEvent());
    await frozen.beforeAnswer();
    expect(inFunction.ids).toHaveLength(1);
    const inHost = writerOf();
    const living = trailOf(inHost.write);
    await living.add(auditEvent());
    await living.beforeAnswer();
    expect(inHost.ids).toHaveLength(0);
    await living.close(anHourMs);
    expect(inHost.ids).toHaveLength(1);
  });

  test('closed while the database is away, it ends within its limit and does not try on', async () => {
    let calls = 0;
    const { write } = writerOf(() => {
      calls += 1;
      return outage();
    });
    const trail = trailOf(write);
    await addAll(trail, events(3));
    await trail.close(20);
    expect(trail.counts().waiting).toBe(3);
    const before = calls;
    await trail.flush(1000);
    expect(calls).toBe(before);
  });

  test('closed, it takes nothing more, and says so instead of losing it', async () => {
    const { ids, write } = writerOf();
    const trail = trailOf(write);
    await trail.close(anHourMs);
    expect(await trail.add(auditEvent())).toBe(false);
    expect(await trail.add(auditEvent({ type: 'AUTH_FAILED' }))).toBe(false);
    expect(trail.counts()).toEqual({ waiting: 0, refused: 2, dead: 0 });
    expect(ids).toEqual([]);
  });
});
