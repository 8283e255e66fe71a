import { readFile } from 'node:fs/promises';
import { strFromU8 } from 'fflate';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exportForm } from '#shared/schedules/export-form.ts';
import { jsonSchema } from '#shared/schedules/json-schema.ts';
import type { Repair, Schedule } from '#shared/schedules/schedule.ts';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { ageing, bankStatement, brokenTrialBalance, rollForward } from '#tests/fixtures/schedules.ts';
import { writeJson } from '#worker/export/write-json.ts';

const published = async (): Promise<string> =>
  readFile(new URL('../../docs/schedule.schema.json', import.meta.url), 'utf8');

const exportOf = (schedules: Schedule[]): unknown =>
  JSON.parse(strFromU8(writeJson(documentOf(schedules, { partialSentence: 'Page 1 of 2.' })).bytes));

const repair: Repair = {
  row: 1,
  col: 1,
  raw: '57,830',
  reading: '57,880',
  minor: 57_880,
  scale: 0,
  misreading: 'digit',
  amongAlternatives: true,
  heals: [{ prover: 'footing', target: { row: 2, col: 1 }, beforeMinor: 50, afterMinor: 0, scale: 0 }],
};

test('docs/schedule.schema.json is what `ledgerlift schema` prints', async () => {
  // Compared as data: the formatter has its own ways with white space.
  expect(JSON.parse(await published())).toEqual(JSON.parse(jsonSchema()));
});

test('a JSON export holds what the schema names and nothing else', async () => {
  const broken = rollForward('57,830');
  const schedules = [
    { ...broken, proof: { ...broken.proof, repairs: [repair] } },
    brokenTrialBalance(),
    ageing(),
    bankStatement(),
  ];
  const exported = exportOf(schedules);
  expect(exportForm.safeParse(exported).error).toBeUndefined();
  expect(z.fromJSONSchema(JSON.parse(await published())).safeParse(exported).error).toBeUndefined();
});

test('the schema refuses what is not as it says, and lets fields of a later version stand', async () => {
  const schema = z.fromJSONSchema(JSON.parse(await published()));
  const exported = exportOf([ageing()]) as { schedules: Record<string, unknown>[] };
  const [schedule = {}] = exported.schedules;
  const withFirst = (change: object) => ({ ...exported, schedules: [{ ...schedule, ...change }] });
  expect(schema.safeParse(withFirst({ later: 1 })).success).toBe(true);
  expect(schema.safeParse(withFirst({ confidence: 1.1 })).success).toBe(false);
  expect(schema.safeParse(withFirst({ proof: undefined })).success).toBe(false);
  expect(schema.safeParse(withFirst({ rows: [{ cells: [{ value: { type: 'sum' } }] }] })).success).toBe(
    false,
  );
});
