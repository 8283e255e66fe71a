import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEventView } from '#shared/audit/event-view.ts';
import { verifyTrail } from '#shared/audit/verify-trail.ts';
import { chained, checkpointOf, ndjson, rowAt, sealedTrail } from '#tests/fixtures/sealed-trail.ts';

const trail = sealedTrail(20);
const signed = checkpointOf(trail);
const verify = async (rows: readonly object[], checkpoints = [signed]) =>
  verifyTrail(ndjson(rows), checkpoints);
const faultOf = async (rows: readonly object[], checkpoints = [signed]) =>
  (await verify(rows, checkpoints)).fault;
const changed = (index: number, change: object): AuditEventView[] =>
  trail.map((row, at) => (at === index ? { ...row, ...change } : row));

describe('a trail that nobody touched', () => {
  test('is whole up to its checkpoint, and rows written since are told apart', async () => {
    expect(await verify(trail)).toEqual({ rows: 20, erased: 0, covered: 20, fault: null });
    const earlier = checkpointOf(trail.slice(0, 15));
    expect(await verify(trail, [earlier])).toEqual({ rows: 20, erased: 0, covered: 15, fault: null });
    expect(await verify(trail, [earlier, signed])).toMatchObject({ covered: 20, fault: null });
  });

  test('stays whole where a job was erased: salt and personal part are gone, the commitment is not', async () => {
    const erased = trail.map((row, at) =>
      at % 2 === 0 ? row : { ...row, userId: null, ipAddress: null, salt: null },
    );
    expect(await verify(erased)).toEqual({ rows: 20, erased: 10, covered: 20, fault: null });
  });
});

describe('a trail that was tampered with names its first bad row', () => {
  test.each([
    ['the event type', { eventType: 'COMPLETED' }],
    ['the metadata', { metadata: { run: 99 } }],
    ['the time', { occurredAt: '2026-01-02T03:04:06.000Z' }],
    ['the time of writing', { createdAt: '2026-01-02T03:04:06.000Z' }],
    ['the job', { jobId: null }],
    ['the trace', { traceId: '0'.repeat(32) }],
    ['who acted', { userId: 'somebody-else' }],
    ['the address', { ipAddress: '198.51.100.1' }],
    ['the salt', { salt: '0'.repeat(64) }],
    ['the commitment', { commitment: '0'.repeat(64) }],
    ['the hash', { hash: '0'.repeat(64) }],
    ['an added member', { approved: true }],
    ['a name without a salt', { salt: null }],
  ])('edited: %s', async (_what, change) => {
    expect(await faultOf(changed(6, change))).toMatchObject({ seq: 7, line: 7 });
  });

  test('deleted', async () => {
    expect(await faultOf(trail.toSpliced(6, 1))).toMatchObject({
      seq: 7,
      line: 7,
      reason: expect.stringContaining('row 7 is missing') as string,
    });
  });

  test('deleted, and those after it counted anew', async () => {
    const renumbered = trail.toSpliced(6, 1).map((row, index) => ({ ...row, seq: index + 1 }));
    expect(await faultOf(renumbered)).toMatchObject({ seq: 7 });
  });

  test('inserted, as a copy and as a new row', async () => {
    const copy = rowAt(trail, 5);
    expect(await faultOf(trail.toSpliced(6, 0, copy))).toMatchObject({
      seq: 7,
      reason: expect.stringContaining('inserted') as string,
    });
    const invented = trail.toSpliced(6, 0, { ...copy, eventType: 'EXPORTED' });
    expect(await faultOf(invented.map((row, index) => ({ ...row, seq: index + 1 })))).toMatchObject({
      seq: 7,
    });
  });

  test('swapped, with and without their numbers', async () => {
    const [one, other] = [rowAt(trail, 6), rowAt(trail, 7)];
    expect(await faultOf(trail.toSpliced(6, 2, other, one))).toMatchObject({ seq: 7 });
    const swapped = trail.toSpliced(6, 2, { ...other, seq: 7 }, { ...one, seq: 8 });
    expect(await faultOf(swapped)).toMatchObject({ seq: 7 });
  });

  test('cut at its end', async () => {
    expect(await faultOf(trail.slice(0, 13))).toEqual({
      line: null,
      seq: 14,
      reason: expect.stringContaining('rows 14 to 20 are missing') as string,
    });
    expect(await faultOf([])).toMatchObject({ seq: 1 });
  });

  test('rewritten, with every hash made anew: the checkpoints tell between which rows', async () => {
    const rewritten = chained(changed(6, { metadata: { run: 99 } }));
    expect(await faultOf(rewritten)).toMatchObject({
      seq: 20,
      reason: expect.stringContaining('rewritten between rows 1 and 20') as string,
    });
    const earlier = [checkpointOf(trail.slice(0, 5)), checkpointOf(trail.slice(0, 9)), signed];
    expect(await faultOf(rewritten, earlier)).toMatchObject({
      seq: 9,
      reason: expect.stringContaining('between rows 6 and 9') as string,
    });
  });

  test('rewritten and shortened to fit', async () => {
    expect(await faultOf(chained(trail.toSpliced(6, 1)))).toMatchObject({ seq: 20 });
  });

  test('rewritten and signed anew: an older checkpoint of the same row is heeded beside the new one', async () => {
    const rewritten = chained(changed(6, { metadata: { run: 99 } }));
    for (const both of [
      [checkpointOf(rewritten), signed],
      [signed, checkpointOf(rewritten)],
    ])
      expect(await faultOf(rewritten, both)).toMatchObject({ seq: 20 });
  });

  test('with a member that readers of JSON tend to leave out', async () => {
    const lines = ndjson(trail);
    const hidden = (lines[6] ?? '').replace('"run":6', '"run":6,"__proto__":"approved"');
    expect((await verifyTrail(lines.with(6, hidden), [signed])).fault).toMatchObject({ seq: 7, line: 7 });
  });

  test('with a member that stands twice, of which one is hashed and another may be read', async () => {
    const lines = ndjson(trail);
    const twice = (lines[6] ?? '').replace('"eventType"', '"eventType":"ERROR","eventType"');
    expect((await verifyTrail(lines.with(6, twice), [signed])).fault).toMatchObject({ seq: 7, line: 7 });
  });

  test('behind empty lines, which are counted as lines of the file', async () => {
    const lines = ['', ...ndjson(trail.toSpliced(6, 1)), '\r'];
    expect((await verifyTrail(lines, [signed])).fault).toMatchObject({ seq: 7, line: 8 });
  });

  test('of another tenant', async () => {
    expect(await faultOf(chained(trail.map((row) => ({ ...row, tenantId: 'tenant-b' }))))).toMatchObject({
      seq: 1,
    });
  });

  test('at any character of any row: nothing can be changed unseen', async () => {
    const lines = ndjson(trail);
    const place = fc.record({
      row: fc.nat(lines.length - 1),
      at: fc.nat(400),
      to: fc.constantFrom('0', 'x', '"'),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ row, at, to }) => {
        const line = lines[row] ?? '';
        const edited = `${line.slice(0, at)}${to}${line.slice(at + 1)}`;
        fc.pre(at < line.length && edited !== line);
        const verdict = await verifyTrail(lines.with(row, edited), [signed]);
        expect(verdict.fault).toMatchObject({ seq: row + 1 });
      }),
    );
  });
});

describe('a checkpoint', () => {
  test('of an empty chain says nothing else of it', async () => {
    expect(await verify([], [checkpointOf([])])).toEqual({ rows: 0, erased: 0, covered: 0, fault: null });
    await expect(verify([], [checkpointOf([], '1'.repeat(64))])).rejects.toThrow(/empty chain/);
  });

  test('that was changed after it was signed is refused', async () => {
    await expect(verify(trail, [{ ...signed, seq: 19 }])).rejects.toThrow(/signature/);
  });

  test('is needed: without one a cut tail could not be told', async () => {
    await expect(verify(trail, [])).rejects.toThrow(RangeError);
  });
});
