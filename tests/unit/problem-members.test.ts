import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { problem, toAppError } from '#netlify/http/problem.ts';
import { AppError, listErrorCodes } from '#shared/errors.ts';
import { diskFailure } from '#shared/store/disk-failure.ts';
import { s3Failure } from '#shared/store/s3-failure.ts';

const place = { traceId: 'a'.repeat(32), instance: '/api/jobs' };
const members = ['code', 'detail', 'instance', 'status', 'title', 'traceId', 'type'];
const bodyOf = async (error: unknown): Promise<object> => (await problem(error, place).json()) as object;
const impostor = {
  type: 'x',
  title: 'x',
  status: 200,
  detail: 'x',
  instance: 'x',
  traceId: 'x',
  code: 'x',
  more: 1,
};

describe('a problem', () => {
  test.each(listErrorCodes())('$code keeps its own members, whatever its facts are called', async (row) => {
    const body = await bodyOf(new AppError(row.code, 'The way out.', { facts: impostor }));
    const { code, status, title } = row;
    expect(body).toMatchObject({ ...place, code, status, title, detail: 'The way out.' });
    expect(body).toHaveProperty('type', `https://ledgerlift.dev/errors/${code}`);
  });

  test('of the caller’s making carries its facts; one of ours keeps them for the log', async () => {
    const body = async (code: 'too-large' | 'internal') =>
      Object.keys(await bodyOf(new AppError(code, '', { facts: impostor }))).sort();
    expect(await body('too-large')).toEqual([...members, 'more'].sort());
    expect(await body('internal')).toEqual(members);
  });

  test('of a full disk or a refusing bucket is a store-unavailable that tells nothing of the service', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
    const refused = new S3ServiceException({
      name: 'AccessDenied',
      $fault: 'client',
      $metadata: { httpStatusCode: 403, requestId: 'REQUEST-1' },
    });
    for (const error of [diskFailure(full, 'put'), s3Failure(refused, 'head')]) {
      const body = await bodyOf(error);
      expect(body).toMatchObject({ status: 503, code: 'store-unavailable' });
      expect(Object.keys(body).sort()).toEqual(members);
      expect(toAppError(error).facts).toHaveProperty('operation');
    }
  });
});
