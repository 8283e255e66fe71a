import { createHash } from 'node:crypto';
import type { DeleteObjectsCommand } from '@aws-sdk/client-s3';

/**
 * Makes a DeleteObjects carry its checksum as Content-MD5 (RFC 1864), as S3 always wanted it. The SDK sends a CRC-32 in a
 * header of its own instead, which not every service knows (OpenStack Swift does not): it refuses, and an erasure would
 * never end.
 */
export function withContentMd5(command: DeleteObjectsCommand): DeleteObjectsCommand {
  command.middlewareStack.add(
    (next) => async (call) => {
      const { request } = call;
      if (isTextRequest(request)) {
        const others = Object.keys(request.headers).filter((name) => checksumHeader.test(name));
        for (const name of others) delete request.headers[name];
        request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
      }
      return next(call);
    },
    // After the SDK's own checksums, before the signature.
    { step: 'build', priority: 'low', name: 'contentMd5' },
  );
  return command;
}

const checksumHeader = /^x-amz-(?:sdk-)?checksum-/i;

interface TextRequest {
  headers: Record<string, string>;
  body: string | Uint8Array;
}

function isTextRequest(request: unknown): request is TextRequest {
  if (typeof request !== 'object' || request === null || !('headers' in request)) return false;
  return 'body' in request && (typeof request.body === 'string' || request.body instanceof Uint8Array);
}
