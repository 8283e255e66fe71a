import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '#shared/config.ts';
import { DiskStore } from '#shared/store/disk-store.ts';
import { pageKey } from '#shared/store/keys.ts';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { scheduleOf } from '#tests/fixtures/schedule-of.ts';
import { encodePng } from '#worker/pdf/encode-png.ts';
import { exportedPictures } from '#worker/pipeline/exported-pictures.ts';

let folder: string;
let store: DiskStore;
const job = { tenant_id: 'tenant-a', id: randomUUID(), run: 1 };
const document = documentOf(
  [[4, 2], [2, 3], [9]].map((pages) => scheduleOf({ columns: [], rows: [], pages })),
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'll-pictures-'));
  store = new DiskStore({ folder, bucket: 'local', publicUrl: 'http://localhost', secret: 'a secret' });
  const png = await encodePng({ width: 10, height: 20, dpi: 72, pixels: new Uint8Array(200) });
  for (const page of [1, 2, 3, 4])
    await store.put(
      pageKey({ tenantId: job.tenant_id, jobId: job.id, run: job.run }, page),
      png,
      'image/png',
    );
});
afterAll(async () => rm(folder, { recursive: true }));

const picturesWith = async (overrides: Record<string, string>, run = 1) =>
  exportedPictures({ config: loadConfig({ overrides }), store }, { ...job, run }, document);

test('a workbook carries each page of its schedules once, in order, and no other; a page without a picture is left out', async () => {
  const pictures = await picturesWith({});
  expect(pictures.map(({ page }) => page)).toEqual([2, 3, 4]);
  expect(pictures[0]?.widthPoints).toBeCloseTo(10, 1);
  expect(pictures[0]?.heightPoints).toBeCloseTo(20, 1);
});

test('it carries none where the setting says so, and none of another run', async () => {
  expect(await picturesWith({ EXPORT_PAGE_PICTURES: 'false' })).toEqual([]);
  expect(await picturesWith({}, 2)).toEqual([]);
});
