import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

export interface S3ConnectionSettings {
  region: string;
  /** Address of R2, MinIO or another service; left out for AWS. */
  endpoint?: string;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`: MinIO and local services need it. */
  forcePathStyle?: boolean;
  /** Both or none; without them the SDK looks where it always looks (role, profile, environment). */
  accessKeyId?: string;
  secretAccessKey?: string;
  limits: S3Limits;
}

/** When a request is given up; each of its attempts has these times anew. */
export interface S3Limits {
  connectTimeoutMs: number;
  /** How long the line may be silent, in either direction. */
  idleTimeoutMs: number;
  /** Until the answer begins. */
  requestTimeoutMs: number;
  maxAttempts: number;
}

/** A client that gives up in seconds: a function has 60 s in all, and a worker's task is retried anyway. */
export function createS3Client(settings: S3ConnectionSettings): S3Client {
  const config: S3ClientConfig = {
    region: settings.region,
    forcePathStyle: settings.forcePathStyle ?? false,
    maxAttempts: settings.limits.maxAttempts,
    requestHandler: timeouts(settings.limits),
    // By default the SDK adds checksums that presigned addresses cannot carry and that some services refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
  if (settings.endpoint !== undefined) config.endpoint = settings.endpoint;
  const { accessKeyId, secretAccessKey } = settings;
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    config.credentials = { accessKeyId, secretAccessKey };
  }
  return new S3Client(config);
}

function timeouts(limits: S3Limits): NonNullable<S3ClientConfig['requestHandler']> {
  return {
    connectionTimeout: limits.connectTimeoutMs,
    socketTimeout: limits.idleTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    throwOnRequestTimeout: true,
  };
}
