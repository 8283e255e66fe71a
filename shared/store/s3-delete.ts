import { AbortMultipartUploadCommand, DeleteObjectsCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { withContentMd5 } from './s3-content-md5.ts';
import { isNoObject } from './s3-failure.ts';
import type { S3Place } from './s3-list.ts';
import type { DeleteFailure, StoredObject } from './object-store.ts';

/**
 * Deletes what `listS3` gave, `batchSize` at a time (S3 takes 1000), and answers what could not be: DeleteObjects reports failures per key under HTTP 200.
 * What is gone already counts as deleted. Throws only where the service does not answer.
 */
export async function deleteFromS3(
  place: S3Place,
  objects: StoredObject[],
  batchSize: number,
): Promise<DeleteFailure[]> {
  const failures: DeleteFailure[] = [];
  const versions = objects.filter((stored) => stored.kind !== 'multipart');
  for (let start = 0; start < versions.length; start += batchSize) {
    failures.push(...(await deleteBatch(place, versions.slice(start, start + batchSize))));
  }
  for (const upload of objects.filter((stored) => stored.kind === 'multipart')) {
    const reason = await abortUpload(place, upload);
    if (reason !== null) failures.push({ key: upload.key, reason });
  }
  return failures;
}

async function deleteBatch({ client, bucket }: S3Place, batch: StoredObject[]): Promise<DeleteFailure[]> {
  const Objects = batch.map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
  const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
  const answer = await client.send(withContentMd5(command));
  const errors = (answer.Errors ?? []).filter((row) => !gone.has(row.Code ?? ''));
  return errors.map((row) => ({ key: row.Key ?? '', reason: row.Code ?? 'unknown' }));
}

const gone = new Set(['NoSuchKey', 'NoSuchVersion']);

async function abortUpload({ client, bucket }: S3Place, upload: StoredObject): Promise<string | null> {
  try {
    const { key, versionId } = upload;
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: versionId }));
    return null;
  } catch (error) {
    if (isNoObject(error)) return null;
    if (error instanceof S3ServiceException) return error.name;
    throw error;
  }
}
