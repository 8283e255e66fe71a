import { z } from 'zod';
import { flag, integer, notes, text, textOr } from './variable-kinds.ts';

/** Where the objects lie if not in a folder, and when a request to that service is given up. */
export const s3Variables = {
  S3_BUCKET: text('Bucket for objects. Not set: a folder under DATA_FOLDER.'),
  S3_REGION: textOr('us-east-1', 'Region of the bucket.'),
  S3_ENDPOINT: text('Endpoint of an S3-compatible store; not set for AWS.', 'https://…'),
  S3_ACCESS_KEY_ID: text('Not set: the credentials of the environment the process runs in.'),
  S3_SECRET_ACCESS_KEY: text('Goes with S3_ACCESS_KEY_ID.'),
  S3_FORCE_PATH_STYLE: flag(false, 'true for MinIO and most S3-compatible stores.'),
  S3_KEY_PREFIX: text('Begins every object key; one per environment that shares a bucket.'),
  S3_SSE: z
    .enum(['AES256', 'aws:kms'], 'must be AES256 or aws:kms')
    .optional()
    .register(notes, { about: 'Server-side encryption header.', range: 'AES256 | aws:kms' }),
  S3_CONNECT_TIMEOUT_MS: integer(2000, {
    min: 50,
    max: 60_000,
    unit: 'ms',
    about: 'Longest wait for a connection to the store.',
  }),
  S3_IDLE_TIMEOUT_MS: integer(5000, {
    min: 50,
    max: 600_000,
    unit: 'ms',
    about: 'Longest silence of a connection, in either direction, before a request is given up.',
  }),
  S3_REQUEST_TIMEOUT_MS: integer(30_000, {
    min: 50,
    max: 600_000,
    unit: 'ms',
    about: 'Longest wait until an answer of the store begins; S3_PART_MB must go up in it.',
  }),
  S3_MAX_ATTEMPTS: integer(3, {
    min: 1,
    max: 10,
    unit: 'attempts',
    about: 'Times a request to the store is sent, at growing intervals, before it counts as failed.',
  }),
  S3_PART_MB: integer(16, {
    min: 5,
    max: 1000,
    unit: 'MiB',
    about: 'What is longer is written in parts of this size (multipart upload).',
  }),
  S3_DELETE_BATCH: integer(250, {
    min: 1,
    max: 1000,
    unit: 'objects',
    about: 'Objects that one request deletes; a slow store that falls silent over it needs fewer.',
  }),
};
