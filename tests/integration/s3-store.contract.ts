import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobPrefix, pageKey, sourceKey } from '#shared/store/keys.ts';
import { openStore } from '#shared/store/open-store.ts';
import { createS3Client } from '#shared/store/s3-client.ts';
import type { ObjectStore } from '#shared/store/object-store.ts';
import type { S3StoreSettings } from '#shared/store/s3-store.ts';
import { listAll, newJob, storeContract } from './store.contract.ts';

export interface S3UnderTest {
  settings: S3StoreSettings & { keyPrefix: string };
  close(): Promise<void>;
}

export interface S3Kind {
  name: string;
  isVersioned: boolean;
  /** As many as make a second page of a listing. */
  objects: number;
}

/** What every store must keep, and with it what only S3 has: pages, versions, delete markers, signed types. */
export function s3StoreContract(kind: S3Kind, open: () => Promise<S3UnderTest>): void {
  storeContract(kind.name, async () => {
    const under = await open();
    const { settings } = under;
    const [store, client] = [await openStore({ kind: 's3', ...settings }), createS3Client(settings)];
    return {
      store,
      openUpload: async (key) => openUpload(client, settings, key),
      close: async () => {
        await store.close();
        client.destroy();
        await under.close();
      },
    };
  });

  describe(`S3 on ${kind.name}`, () => {
    let opened: S3UnderTest;
    let store: ObjectStore;
    let client: S3Client;
    beforeAll(async () => {
      opened = await open();
      store = await openStore({ kind: 's3', ...opened.settings });
      client = createS3Client(opened.settings);
    });
    afterAll(async () => {
      await store.delete(await listAll(store, ''));
      await store.close();
      client.destroy();
      await opened.close();
    });

    it('lists and deletes more than a page of objects', { timeout: 120_000 }, async () => {
      const job = newJob();
      const pages = Array.from({ length: kind.objects }, (_, index) => index + 1);
      while (pages.length > 0) {
        const puts = pages.splice(0, 20).map((page) => store.put(pageKey(job, page), body, 'image/png'));
        await Promise.all(puts);
      }
      const listed = await listAll(store, jobPrefix(job.tenantId, job.jobId));
      expect(new Set(listed.map(({ key }) => key)).size).toBe(kind.objects);
      expect(await store.delete(listed)).toEqual([]);
      expect(await listAll(store, jobPrefix(job.tenantId, job.jobId))).toEqual([]);
    });

    it.runIf(kind.isVersioned)(
      'lists every version and delete marker, and deletes them for good',
      async () => {
        const job = newJob();
        const key = sourceKey(job);
        for (const text of ['1', '22', '333']) await store.put(key, Buffer.from(text), 'application/pdf');
        const { bucket, keyPrefix } = opened.settings;
        const inside = { Bucket: bucket, Key: `${keyPrefix}/${key}` };
        await client.send(new DeleteObjectCommand(inside));
        expect(await store.get(key)).toBeNull();
        const listed = await listAll(store, jobPrefix(job.tenantId, job.jobId));
        const found = listed.map(({ kind: sort, bytes }) => `${sort} ${bytes}`).sort();
        expect(found).toEqual(['delete-marker 0', 'object 1', 'object 2', 'object 3']);
        expect(new Set(listed.map(({ versionId }) => versionId)).size).toBe(4);
        expect(await store.delete(listed)).toEqual([]);
        expect(await listAll(store, jobPrefix(job.tenantId, job.jobId))).toEqual([]);
      },
    );

    it('signs upload addresses without a checksum, for the announced type only', async () => {
      const [key, grant] = [
        sourceKey(newJob()),
        { contentType: 'application/pdf', bytes: 4, expiresSeconds: 60 },
      ];
      const { url, headers } = await store.presignPut(key, grant);
      expect(url).not.toMatch(/checksum/i);
      const other = { ...headers, 'content-type': 'text/html' };
      expect((await fetch(url, { method: 'PUT', headers: other, body: '%PDF' })).status).toBe(403);
      expect((await fetch(url, { method: 'PUT', headers, body: '%PDF' })).status).toBe(200);
    });
  });
}

const body = Buffer.from('x');

async function openUpload(
  client: S3Client,
  { bucket, keyPrefix }: S3UnderTest['settings'],
  key: string,
): Promise<() => Promise<unknown>> {
  const target = { Bucket: bucket, Key: `${keyPrefix}/${key}` };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const part = { ...target, UploadId, PartNumber: 1, Body: body };
  const { ETag } = await client.send(new UploadPartCommand(part));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  return async () =>
    client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }));
}
