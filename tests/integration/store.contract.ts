import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportKey, jobPrefix, pageKey, sourceKey } from '#shared/store/keys.ts';
import type { ObjectStore, StoredObject } from '#shared/store/object-store.ts';

export interface StoreUnderTest {
  store: ObjectStore;
  /** Begins to write an object and leaves it open; what is answered tries to bring it to its end. */
  openUpload(key: string): Promise<() => Promise<unknown>>;
  close(): Promise<void>;
}

const tenantId = 'Contract & Söhne/..';

/** What every store must keep, whatever lies behind it. Each test works on a job of its own and clears it away. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the object store on ${name}`, () => {
    let opened: StoreUnderTest;
    let store: ObjectStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(async () => {
      await store.delete(await listAll(store, jobPrefix(tenantId, randomUUID()).slice(0, -37)));
      await opened.close();
    });
    readingContract(() => store);
    erasingContract(() => store);
    it('shows an open upload to an erasure, which ends it for good', async () => {
      const job = newJob();
      const finish = await opened.openUpload(sourceKey(job));
      const listed = await listAll(store, sourceKey(job));
      expect(listed).toMatchObject([{ key: sourceKey(job), kind: 'multipart' }]);
      expect(await store.delete(listed)).toEqual([]);
      expect(await store.delete(listed)).toEqual([]);
      await expect(finish()).rejects.toBeInstanceOf(Error);
      expect(await listAll(store, jobPrefix(job.tenantId, job.jobId))).toEqual([]);
    });
    presigningContract(() => store);
  });
}

function readingContract(open: () => ObjectStore): void {
  it('gives back the bytes, the length and the type that were put', async () => {
    const [store, key] = [open(), sourceKey(newJob())];
    const body = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
    await store.put(key, body, 'application/pdf');
    expect(await store.head(key)).toEqual({ bytes: 70_000, contentType: 'application/pdf' });
    expect(Buffer.from((await store.get(key)) ?? []).equals(body)).toBe(true);
    const stream = await store.getStream(key);
    expect(stream === null ? null : (await buffer(stream)).equals(body)).toBe(true);
  });

  it('answers null for what is not there', async () => {
    const [store, key] = [open(), sourceKey(newJob())];
    expect(await store.head(key)).toBeNull();
    expect(await store.get(key)).toBeNull();
    expect(await store.getRange(key, 0, 9)).toBeNull();
    expect(await store.getStream(key)).toBeNull();
    expect(await listAll(store, key)).toEqual([]);
  });

  it('gives a range inclusive of both ends, cut at the end of the object', async () => {
    const [store, key] = [open(), sourceKey(newJob())];
    await store.put(key, Buffer.from('%PDF-1.7 and so on'), 'application/pdf');
    expect(text(await store.getRange(key, 0, 4))).toBe('%PDF-');
    expect(text(await store.getRange(key, 16, 999))).toBe('on');
    expect(text(await store.getRange(key, 18, 999))).toBe('');
    await expect(store.getRange(key, 5, 4)).rejects.toMatchObject({ code: 'internal' });
  });

  it('replaces an object by the one put last, type included', async () => {
    const [store, key] = [open(), exportKey(newJob(), randomUUID(), 'csv')];
    await store.put(key, Buffer.from('first'), 'text/plain');
    await store.put(key, Buffer.from('2'), 'text/csv');
    expect(text(await store.get(key))).toBe('2');
    expect(await store.head(key)).toEqual({ bytes: 1, contentType: 'text/csv' });
  });

  it('gives back a large object, which S3 takes in parts', async () => {
    const [store, key] = [open(), exportKey(newJob(), randomUUID(), 'xlsx')];
    const body = randomBytes(11 * 1024 * 1024);
    await store.put(key, body, 'application/zip');
    expect(await store.head(key)).toEqual({ bytes: body.length, contentType: 'application/zip' });
    expect(body.equals((await store.get(key)) ?? new Uint8Array())).toBe(true);
    const seam = 5 * 1024 * 1024;
    expect(await store.getRange(key, seam - 3, seam + 2)).toEqual(
      Uint8Array.from(body.subarray(seam - 3, seam + 3)),
    );
    expect(await listAll(store, key)).toMatchObject([{ key, kind: 'object', bytes: body.length }]);
  });

  it('keeps an empty object', async () => {
    const [store, key] = [open(), exportKey(newJob(), randomUUID(), 'json')];
    await store.put(key, new Uint8Array(), 'application/json');
    expect(await store.head(key)).toEqual({ bytes: 0, contentType: 'application/json' });
    expect(text(await store.get(key))).toBe('');
    expect(text(await store.getRange(key, 0, 10))).toBe('');
  });
}

function erasingContract(open: () => ObjectStore): void {
  it('lists everything of a job in key order, and nothing of its neighbour', async () => {
    const [store, job, neighbour] = [open(), newJob(), newJob()];
    const keys = [10, 2, 1, 33].map((page) => pageKey(job, page));
    keys.push(sourceKey(job), exportKey(job, randomUUID(), 'xlsx'), pageKey({ ...job, run: 2 }, 1));
    for (const key of [...keys, pageKey(neighbour, 1)]) await store.put(key, Buffer.from(key), 'image/png');
    const listed = await listAll(store, jobPrefix(job.tenantId, job.jobId));
    expect(listed.map((stored) => stored.key)).toEqual(keys.sort());
    expect(listed.map((stored) => stored.bytes)).toEqual(keys.map((key) => key.length));
    expect(new Set(listed.map((stored) => stored.kind))).toEqual(new Set(['object']));
  });

  it('treats a prefix as text, as S3 does', async () => {
    const [store, job] = [open(), newJob()];
    for (const page of [1, 11, 2]) await store.put(pageKey(job, page), Buffer.from('p'), 'image/png');
    const listed = await listAll(store, pageKey(job, 1).slice(0, -'.png'.length));
    expect(listed.map((stored) => stored.key)).toEqual([pageKey(job, 1), pageKey(job, 11)]);
  });

  it('is empty after deleting what it listed, however often that is done', async () => {
    const [store, job, neighbour] = [open(), newJob(), newJob()];
    for (const page of [1, 2, 3]) await store.put(pageKey(job, page), Buffer.from('old'), 'image/png');
    await store.put(pageKey(job, 1), Buffer.from('new'), 'image/png');
    await store.put(pageKey(neighbour, 1), Buffer.from('stays'), 'image/png');
    const listed = await listAll(store, jobPrefix(job.tenantId, job.jobId));
    expect(await store.delete(listed)).toEqual([]);
    expect(await store.delete(listed)).toEqual([]);
    expect(await listAll(store, jobPrefix(job.tenantId, job.jobId))).toEqual([]);
    expect(text(await store.get(pageKey(neighbour, 1)))).toBe('stays');
  });
}

function presigningContract(open: () => ObjectStore): void {
  const grant = { contentType: 'application/pdf', bytes: 8, expiresSeconds: 60 };

  it('takes an upload by its signed address and gives it back under a name', async () => {
    const [store, key] = [open(), sourceKey(newJob())];
    const put = await store.presignPut(key, grant);
    const { status } = await fetch(put.url, { method: put.method, headers: put.headers, body: '%PDF-1.7' });
    expect(status).toBe(200);
    expect(await store.head(key)).toEqual({ bytes: 8, contentType: 'application/pdf' });
    const get = await store.presignGet(key, { filename: 'Überblick "2024".pdf', expiresSeconds: 60 });
    const download = await fetch(get.url, { method: get.method, headers: get.headers });
    expect(await download.text()).toBe('%PDF-1.7');
    expect(download.headers.get('content-disposition')).toContain(
      "filename*=UTF-8''%C3%9Cberblick%20%222024%22.pdf",
    );
    expect(Date.parse(put.expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
  });

  it.each(['%PDF-1.7 and more', '%PDF'])('refuses an upload of another length: %s', async (body) => {
    const [store, key] = [open(), sourceKey(newJob())];
    const { url, method, headers } = await store.presignPut(key, grant);
    const response = await fetch(url, { method, headers, body }).catch(() => null);
    expect(response?.status ?? 409).toBeGreaterThanOrEqual(400);
    expect(await listAll(store, key)).toEqual([]);
  });

  it('refuses a signed address for another key', async () => {
    const [store, mine, foreign] = [open(), sourceKey(newJob()), sourceKey(newJob())];
    await store.put(foreign, Buffer.from('secret'), 'application/pdf');
    const { url } = await store.presignGet(mine, { filename: 'mine.pdf', expiresSeconds: 60 });
    expect(url).toContain(mine);
    expect((await fetch(url.replace(mine, foreign))).status).toBe(403);
  });
}

export async function listAll(store: ObjectStore, prefix: string): Promise<StoredObject[]> {
  const listed: StoredObject[] = [];
  for await (const stored of store.list(prefix)) listed.push(stored);
  return listed;
}

export function newJob(): { tenantId: string; jobId: string; run: number } {
  return { tenantId, jobId: randomUUID(), run: 1 };
}

function text(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
}
