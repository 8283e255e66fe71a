import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toUrl } from '#netlify/host/to-web.ts';
import { AppError } from '#shared/errors.ts';

const publicUrl = 'https://ledgers.example/';

/** The origin of what the host makes of a target, or the code with which it is refused. */
function originOf(target: string, host: string): string {
  try {
    return toUrl({ url: target, headers: { host } }, publicUrl).origin;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

describe('the address of a request', () => {
  test('never takes its origin from the caller', () => {
    const slashes = fc.constantFrom(
      '/',
      '//',
      '/\\',
      '\\\\',
      'http://',
      'https:/',
      '/..//',
      '',
      'a:.',
      'a://',
    );
    fc.assert(
      fc.property(fc.tuple(slashes, fc.webUrl(), fc.string()), fc.string(), ([lead, url, tail], host) => {
        for (const target of [lead + tail, lead + url, url + tail, tail]) {
          expect(['https://ledgers.example', 'malformed-request']).toContain(originOf(target, host));
        }
      }),
    );
  });

  test('keeps path and query as they were sent', () => {
    const { href } = toUrl({ url: '/api/jobs?limit=2&cursor=a%2Fb', headers: { host: 'x' } }, publicUrl);
    expect(href).toBe('https://ledgers.example/api/jobs?limit=2&cursor=a%2Fb');
  });
});
