import { S3ServiceException } from '@aws-sdk/client-s3';
import { AppError } from '#shared/errors.ts';

/**
 * Turns what the SDK throws into AppError `store-unavailable`: every answer of the service that is an error, and every
 * connection that failed or timed out. Mistakes of our own (TypeError and its kin) pass unchanged.
 */
export function s3Failure(error: unknown, operation: string): unknown {
  if (error instanceof AppError || isOurMistake(error)) return error;
  const facts = {
    operation,
    ...(error instanceof S3ServiceException ? serviceFacts(error) : networkFacts(error)),
  };
  const detail =
    'The object store does not answer. Try again; if it lasts, check S3_ENDPOINT, bucket and credentials.';
  return new AppError('store-unavailable', detail, { facts, cause: error });
}

/** True where the object does not exist. A missing bucket is not a missing object, though both are a 404. */
export function isNoObject(error: unknown): boolean {
  if (!(error instanceof S3ServiceException) || error.name === 'NoSuchBucket') return false;
  return error.$metadata.httpStatusCode === 404;
}

/** True where the range begins behind the last byte. */
export function isBehindTheEnd(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416;
}

/** True where the service does not know the operation at all, as R2 does not know versions. */
export function isNotImplemented(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 501;
}

/** Range errors are ours as well, except those that Node gives for a port or an address. */
function isOurMistake(error: unknown): boolean {
  return (error instanceof TypeError || error instanceof RangeError) && !('code' in error);
}

function serviceFacts(error: S3ServiceException): Record<string, unknown> {
  return { status: error.$metadata.httpStatusCode, name: error.name, requestId: error.$metadata.requestId };
}

function networkFacts(error: unknown): Record<string, unknown> {
  return { name: error instanceof Error ? error.name : 'unknown' };
}
