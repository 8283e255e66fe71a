import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import type { S3Place } from './s3-list.ts';
import type { Encryption } from './s3-presign.ts';

export interface LargeObject {
  key: string;
  body: Uint8Array;
  contentType: string;
  sse: Encryption | undefined;
  /** Length of each part but the last; S3 wants 5 MiB at least. */
  partBytes: number;
}

/**
 * Writes an object part after part: each is tried again alone, and each has the request's time to itself. While it lasts
 * it is an open upload that `listS3` shows: an erasure that aborts it makes the rest fail, so a late writer cannot bring
 * the object back. What fails is aborted here too, as far as the service answers.
 */
export async function putInParts(place: S3Place, object: LargeObject): Promise<void> {
  const { client, bucket } = place;
  const target = { Bucket: bucket, Key: object.key };
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({
      ...target,
      ContentType: object.contentType,
      ServerSideEncryption: object.sse,
    }),
  );
  const upload = { ...target, UploadId };
  try {
    const Parts = await sendParts(place, upload, object);
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    // What cannot be aborted now is found by an erasure, and else by the bucket's own rule for abandoned uploads.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
    throw error;
  }
}

interface OpenUpload {
  Bucket: string;
  Key: string;
  UploadId: string | undefined;
}

async function sendParts(
  { client }: S3Place,
  upload: OpenUpload,
  { body, partBytes }: LargeObject,
): Promise<CompletedPart[]> {
  const parts: CompletedPart[] = [];
  for (let start = 0; start < body.length; start += partBytes) {
    const PartNumber = parts.length + 1;
    const Body = body.subarray(start, start + partBytes);
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    parts.push({ PartNumber, ETag });
  }
  return parts;
}
