import {
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  type ListMultipartUploadsCommandOutput,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AppError } from '#shared/errors.ts';
import { isNotImplemented } from './s3-failure.ts';
import type { StoredObject } from './object-store.ts';

export interface S3Place {
  client: S3Client;
  bucket: string;
}

/**
 * Everything below a prefix: open multipart uploads first, then objects in all versions with their delete markers, in key
 * order. In this sequence an upload that completes meanwhile is seen as one or the other, and never as neither. A service
 * that knows no versions is listed plainly: R2 answers 501; others overlook the question, and without a second look their
 * bucket would seem empty. MinIO shows an open upload only under its full key and clears abandoned ones itself.
 */
export async function* listS3(place: S3Place, prefix: string): AsyncGenerator<StoredObject> {
  yield* listUploads(place, prefix);
  const first = await orNotImplemented(listVersionPage(place, prefix, {}));
  if (first === null || tellsNothing(first)) yield* listPlain(place, prefix);
  else yield* listVersions(place, prefix, first);
}

function tellsNothing(page: ListObjectVersionsCommandOutput): boolean {
  return versionsOf(page).length === 0 && page.NextKeyMarker === undefined;
}

async function* listVersions(
  place: S3Place,
  prefix: string,
  first: ListObjectVersionsCommandOutput,
): AsyncGenerator<StoredObject> {
  let page = first;
  for (;;) {
    yield* versionsOf(page);
    if (!goesOn(page)) return;
    page = await listVersionPage(place, prefix, page);
  }
}

/** Whether there is a page after this one. One that is said to be, but not where, must not pass for the end. */
function goesOn(page: { IsTruncated?: boolean | undefined; NextKeyMarker?: string | undefined }): boolean {
  if (page.IsTruncated !== true) return false;
  if (page.NextKeyMarker !== undefined) return true;
  throw new AppError('store-unavailable', 'The object store breaks off a listing and does not say where.');
}

async function listVersionPage(
  { client, bucket }: S3Place,
  prefix: string,
  previous: { NextKeyMarker?: string | undefined; NextVersionIdMarker?: string | undefined },
): Promise<ListObjectVersionsCommandOutput> {
  const markers = { KeyMarker: previous.NextKeyMarker, VersionIdMarker: previous.NextVersionIdMarker };
  return client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...markers }));
}

function versionsOf(page: ListObjectVersionsCommandOutput): StoredObject[] {
  const objects = (page.Versions ?? []).map((row) => stored('object', row, row.Size ?? 0));
  const markers = (page.DeleteMarkers ?? []).map((row) => stored('delete-marker', row, 0));
  return [...objects, ...markers].sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
}

/** A bucket without versions calls its only one 'null'; naming it keeps a suspended bucket from adding a marker. */
function stored(
  kind: StoredObject['kind'],
  row: { Key?: string | undefined; VersionId?: string | undefined },
  bytes: number,
): StoredObject {
  const entry = { key: row.Key ?? '', kind, bytes };
  return row.VersionId === undefined ? entry : { ...entry, versionId: row.VersionId };
}

async function* listPlain({ client, bucket }: S3Place, prefix: string): AsyncGenerator<StoredObject> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const row of page.Contents ?? []) yield { key: row.Key ?? '', kind: 'object', bytes: row.Size ?? 0 };
  }
}

async function* listUploads(place: S3Place, prefix: string): AsyncGenerator<StoredObject> {
  let page = await orNotImplemented(listUploadPage(place, prefix, {}));
  while (page !== null) {
    for (const row of page.Uploads ?? []) {
      yield stored('multipart', { Key: row.Key, VersionId: row.UploadId }, 0);
    }
    page = goesOn(page) ? await listUploadPage(place, prefix, page) : null;
  }
}

async function listUploadPage(
  { client, bucket }: S3Place,
  prefix: string,
  previous: { NextKeyMarker?: string | undefined; NextUploadIdMarker?: string | undefined },
): Promise<ListMultipartUploadsCommandOutput> {
  const markers = { KeyMarker: previous.NextKeyMarker, UploadIdMarker: previous.NextUploadIdMarker };
  return client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...markers }));
}

async function orNotImplemented<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isNotImplemented(error)) return null;
    throw error;
  }
}
