import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { contentDisposition } from './content-disposition.ts';
import type { S3Place } from './s3-list.ts';
import type { PresignedRequest, UploadGrant } from './object-store.ts';

export type Encryption = 'AES256' | 'aws:kms';

/** The address is bound to the announced type and length: the service refuses another body with a bad signature. */
export async function presignS3Put(
  { client, bucket, sse }: S3Place & { sse?: Encryption },
  key: string,
  grant: UploadGrant,
): Promise<PresignedRequest> {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    ContentType: grant.contentType,
    ContentLength: grant.bytes,
    ServerSideEncryption: sse,
  });
  const { expiresAt, ...terms } = signingTerms(grant.expiresSeconds);
  const signableHeaders = new Set(['content-type', 'content-length']);
  const url = await getSignedUrl(client, command, { ...terms, signableHeaders });
  const headers = { 'content-type': grant.contentType };
  return {
    method: 'PUT',
    url,
    headers: sse === undefined ? headers : { ...headers, [sseHeader]: sse },
    expiresAt,
  };
}

/** The address answers the object as a download of the given name. */
export async function presignS3Get(
  { client, bucket }: S3Place,
  key: string,
  options: { filename: string; expiresSeconds: number },
): Promise<PresignedRequest> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ResponseContentDisposition: contentDisposition(options.filename),
  });
  const { expiresAt, ...terms } = signingTerms(options.expiresSeconds);
  return { method: 'GET', url: await getSignedUrl(client, command, terms), headers: {}, expiresAt };
}

const sseHeader = 'x-amz-server-side-encryption';

/** The signature counts whole seconds from its own date; so must the `expiresAt` that is handed out. */
function signingTerms(expiresSeconds: number): { signingDate: Date; expiresIn: number; expiresAt: string } {
  const signedAtMs = Math.floor(Date.now() / 1000) * 1000;
  const expiresAt = new Date(signedAtMs + expiresSeconds * 1000).toISOString();
  return { signingDate: new Date(signedAtMs), expiresIn: expiresSeconds, expiresAt };
}
