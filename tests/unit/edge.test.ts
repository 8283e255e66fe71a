import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonDepth } from '#netlify/http/json-depth.ts';
import { problem } from '#netlify/http/problem.ts';
import { readBody } from '#netlify/http/read-body.ts';
import { formatApiKey, hashSecret, newApiKey, parseApiKey, secretMatches } from '#shared/auth/api-key.ts';
import { decodeCursor, encodeCursor } from '#shared/contracts/cursor.ts';
import { createJobBody, emptyBody, pageQuery } from '#shared/contracts/requests.ts';
import { AppError, listErrorCodes } from '#shared/errors.ts';
import { cleanFilename } from '#shared/jobs/clean-filename.ts';
import { traceHeaders, traceIdOf } from '#shared/trace.ts';
import { z } from 'zod';

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
    const limited = new AppError('rate-limited', '', { facts: { retryAfterSeconds: 41 } });
    expect(problem(limited, place).headers.get('retry-after')).toBe('41');
  });
});

describe('bodies', () => {
  const post = (body: string, contentType = 'application/json') =>
    new Request('http://x/', { method: 'POST', body, headers: { 'content-type': contentType } });

  test('more than 64 KiB is refused before it is parsed', async () => {
    const body = post(JSON.stringify({ ...announced, filename: 'x'.repeat(70_000) }));
    await expect(readBody(body, createJobBody)).rejects.toMatchObject({ code: 'too-large' });
  });

  test('text that is not JSON is malformed, not a failure of ours', async () => {
    await expect(readBody(post('{'), createJobBody)).rejects.toMatchObject({ code: 'malformed-request' });
  });

  test.each([
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('a body that says it is %s is not taken for JSON; an empty one is', async (contentType) => {
    const body = JSON.stringify(announced);
    await expect(readBody(post(body, contentType), createJobBody)).rejects.toMatchObject({
      code: 'not-json',
      status: 415,
    });
    expect(await readBody(post('', contentType), emptyBody)).toEqual({});
  });

  test.each(['application/json', 'APPLICATION/JSON; charset=utf-8', 'application/vnd.ledger+json'])(
    'a body that says it is %s is read',
    async (contentType) => {
      expect(await readBody(post(JSON.stringify(announced), contentType), createJobBody)).toMatchObject(
        announced,
      );
    },
  );

  test('so is one that says nothing of its type', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(announced));
    const request = new Request('http://x/', { method: 'POST', body: bytes });
    expect(request.headers.get('content-type')).toBeNull();
    expect(await readBody(request, createJobBody)).toMatchObject(announced);
  });

  test.each([
    ['[', 'lists'],
    ['{"a":', 'objects'],
  ])('64 KiB of %s is refused by its depth, whatever reads bodies after', async (opening) => {
    const text = opening.repeat(Math.floor((64 * 1024) / opening.length));
    const refused = { code: 'malformed-request', status: 400, facts: { maxDepth: 32 } };
    await expect(readBody(post(text), createJobBody)).rejects.toMatchObject(refused);
  });

  test('depth is that of the objects and lists, not of brackets within texts', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(jsonDepth(JSON.stringify(value))).toBe(depthOf(value));
      }),
    );
    expect(jsonDepth(JSON.stringify({ a: '[[[\\"[[', b: ['\\'] }))).toBe(2);
  });

  test('32 levels are read, 33 are not', async () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(await readBody(post(nested(32)), z.unknown())).toEqual(JSON.parse(nested(32)));
    await expect(readBody(post(nested(33)), z.unknown())).rejects.toMatchObject({
      code: 'malformed-request',
    });
  });

  test('an unknown field is refused, so that nobody believes a userId was heeded', () => {
    expect(createJobBody.safeParse({ ...announced, userId: 'mallory' }).success).toBe(false);
  });

  test.each(['0', '-1', '1e9', '501', 'x', ''])('limit=%s is refused', (limit) => {
    expect(pageQuery.safeParse({ limit }).success).toBe(false);
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner)));
}

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
