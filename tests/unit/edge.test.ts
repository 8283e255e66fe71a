import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problem } from '#netlify/http/problem.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { formatApiKey, hashSecret, newApiKey, parseApiKey, secretMatches } from '#shared/auth/api-key.ts';
import { decodeCursor, encodeCursor } from '#shared/contracts/cursor.ts';
import { createJobBody, pageQuery } from '#shared/contracts/requests.ts';
import { AppError, listErrorCodes } from '#shared/errors.ts';
import { cleanFilename } from '#shared/jobs/clean-filename.ts';
import { traceHeaders, traceIdOf } from '#shared/trace.ts';

const place = { traceId: 'a'.repeat(32), instance: '/api/jobs' };
const announced = { filename: 'a.pdf', bytes: 1, sha256: 'a'.repeat(64) };

describe('problems', () => {
  test.each(listErrorCodes())('$code answers $status as problem+json', async ({ code, status, title }) => {
    const answer = problem(new AppError(code, 'The way out.'), place);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      title,
      status,
      detail: 'The way out.',
      traceId: place.traceId,
    });
  });

  test('an unexpected error tells the caller nothing of itself', async () => {
    const text = await problem(new Error('select secret from jobs'), place).text();
    expect(text).not.toContain('secret');
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', status: 500 });
  });

  test('an error worth repeating says when', () => {
    expect(problem(new AppError('not-ready', ''), place).headers.get('retry-after')).toBe('2');
    expect(problem(new AppError('not-found', ''), place).headers.has('retry-after')).toBe(false);
  });
});

describe('bodies', () => {
  const post = (body: string) => new Request('http://x/', { method: 'POST', body });

  test('more than 64 KiB is refused before it is parsed', async () => {
    const body = post(JSON.stringify({ ...announced, filename: 'x'.repeat(70_000) }));
    await expect(readBody(body, createJobBody)).rejects.toMatchObject({ code: 'too-large' });
  });

  test('text that is not JSON is malformed, not a failure of ours', async () => {
    await expect(readBody(post('{'), createJobBody)).rejects.toMatchObject({ code: 'malformed-request' });
  });

  test('an unknown field is refused, so that nobody believes a userId was heeded', () => {
    expect(createJobBody.safeParse({ ...announced, userId: 'mallory' }).success).toBe(false);
  });

  test.each(['0', '-1', '1e9', '501', 'x', ''])('limit=%s is refused', (limit) => {
    expect(pageQuery.safeParse({ limit }).success).toBe(false);
  });
});

describe('cursors', () => {
  test('a cursor leads back to its row', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.uuid(),
        (createdAt, id) => {
          expect(decodeCursor(encodeCursor({ createdAt, id }))).toEqual({ createdAt, id });
        },
      ),
    );
  });

  test('anything else is malformed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text)).toThrowError(expect.objectContaining({ code: 'malformed-request' }));
      }),
    );
  });
});

describe('API keys', () => {
  test('a key opens with its own secret and no other', () => {
    const [mine, other] = [newApiKey(), newApiKey()];
    expect(parseApiKey(formatApiKey(mine))).toEqual(mine);
    expect(secretMatches(mine.secret, hashSecret(mine.secret))).toBe(true);
    expect(secretMatches(other.secret, hashSecret(mine.secret))).toBe(false);
  });

  test.each(['', 'll_', 'll_x_y', `ll_${'0'.repeat(18)}_${'0'.repeat(63)}`])('%s is no key', (text) => {
    expect(parseApiKey(text)).toBeNull();
  });
});

describe('file names', () => {
  test.each([
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\a\\report.PDF', 'report.pdf'],
    ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie x.pdf'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe.pdf'],
    ['', 'document.pdf'],
    ['...', 'document.pdf'],
  ])('%j becomes %j', (name, clean) => {
    expect(cleanFilename(name)).toBe(clean);
  });

  test('no name survives with a folder, a control character or more than 200 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const clean = cleanFilename(name);
        expect(clean).not.toMatch(/[/\\\p{Cc}\p{Cf}"]/u);
        expect(clean).toMatch(/[^]\.pdf$/);
        expect(clean.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});

describe('traces', () => {
  test('a W3C parent and the seed’s UUID are carried on', () => {
    const id = '4bf92f3577b34da6a3ce929d0e0e4736';
    expect(traceIdOf(new Headers({ traceparent: `00-${id}-00f067aa0ba902b7-01` }))).toBe(id);
    expect(traceIdOf(new Headers({ 'x-trace-id': '4BF92F35-77B3-4DA6-A3CE-929D0E0E4736' }))).toBe(id);
    expect(traceHeaders(id)['x-trace-id']).toBe('4bf92f35-77b3-4da6-a3ce-929d0e0e4736');
  });

  test('a bad header is replaced, never refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(traceIdOf(new Headers({ traceparent: text, 'x-trace-id': text }))).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
  });
});
