import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  signStoreUrl,
  verifyStoreUrl,
  type StoreGrant,
  type StoreVerdict,
} from '#shared/store/signed-url.ts';

const secret = 'a secret of the installation';
const now = new Date('2025-01-02T03:04:05.600Z');
const nowSeconds = Math.floor(now.getTime() / 1000);
const put: StoreGrant = {
  method: 'PUT',
  key: 'jobs/acme/0192f0c1-7b3a-7c11-9d2e-5a5b5c5d5e5f/incoming/1/source.pdf',
  expires: nowSeconds + 300,
  contentType: 'application/pdf',
  bytes: 1234,
  filename: '',
};

describe('a signed address of the local store', () => {
  it('gives back what was granted, below any public address', () => {
    for (const publicUrl of ['http://localhost:8888', 'https://ledger.example/base/']) {
      const url = new URL(signStoreUrl(secret, publicUrl, put));
      expect(verify('PUT', url)).toEqual({ ok: true, grant: put });
    }
  });

  it('gives back any file name and type unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (filename, contentType) => {
        const grant: StoreGrant = { ...put, method: 'GET', filename, contentType, bytes: 0 };
        const url = new URL(signStoreUrl(secret, 'http://localhost', grant));
        expect(verify('GET', url)).toEqual({ ok: true, grant });
      }),
    );
  });

  it('is good to its last second and not after', () => {
    const url = new URL(signStoreUrl(secret, 'http://localhost', { ...put, expires: nowSeconds }));
    expect(verify('PUT', url).ok).toBe(true);
    const later = new Date((nowSeconds + 1) * 1000);
    expect(verifyStoreUrl(secret, { method: 'PUT', url }, later)).toEqual({ ok: false, reason: 'expired' });
  });

  it('is good for its method only', () => {
    const url = new URL(signStoreUrl(secret, 'http://localhost', put));
    for (const method of ['GET', 'DELETE', 'HEAD', 'put', '']) {
      expect(verify(method, url)).toEqual({ ok: false, reason: 'wrong-method' });
    }
  });

  it('is refused when any of its terms is changed', () => {
    const changes: Partial<StoreGrant>[] = [
      { key: put.key.replace('acme', 'other') },
      { expires: put.expires + 1 },
      { contentType: 'text/html' },
      { bytes: 1235 },
      { filename: 'x' },
    ];
    const signature =
      new URL(signStoreUrl(secret, 'http://localhost', put)).searchParams.get('signature') ?? '';
    for (const change of changes) {
      const url = new URL(signStoreUrl('guessed', 'http://localhost', { ...put, ...change }));
      url.searchParams.set('signature', signature);
      expect(verify('PUT', url)).toEqual({ ok: false, reason: 'bad-signature' });
    }
  });

  it('is refused when any character of the signature is changed', () => {
    const url = new URL(signStoreUrl(secret, 'http://localhost', put));
    const signature = url.searchParams.get('signature') ?? '';
    for (let at = 0; at < signature.length; at += 1) {
      const other = signature[at] === 'A' ? 'B' : 'A';
      url.searchParams.set('signature', signature.slice(0, at) + other + signature.slice(at + 1));
      expect(verify('PUT', url)).toEqual({ ok: false, reason: 'bad-signature' });
    }
  });

  it.each([
    'http://localhost/',
    'http://localhost/_store/',
    'http://localhost/_store/a?expires=x&signature=y',
  ])('is malformed where parts are missing: %s', (address) => {
    expect(verify('PUT', new URL(address))).toEqual({ ok: false, reason: 'malformed' });
  });

  it('is malformed with a broken escape in its path', () => {
    const url = new URL('http://localhost/_store/%ff?expires=1&signature=x');
    expect(verify('GET', url)).toEqual({ ok: false, reason: 'malformed' });
  });
});

function verify(method: string, url: URL): StoreVerdict {
  return verifyStoreUrl(secret, { method, url }, now);
}
