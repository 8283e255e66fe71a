import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { TokenVerifier } from '#shared/auth/token-verifier.ts';
import { loadConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { type IdentityProvider, startIdentityProvider } from '#tests/harness/identity-provider.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let provider: IdentityProvider;
let system: TestSystem;
beforeAll(async () => {
  provider = await startIdentityProvider();
  system = await startTestSystem(provider.settings, { withWorker: false });
});
afterAll(async () => {
  await system.close();
  await provider.close();
});

const now = (): number => Math.floor(Date.now() / 1000);
const call = async (token: string, path = '/api/jobs', init: RequestInit = {}): Promise<Response> =>
  system.fetch(path, { ...init, headers: { authorization: `Bearer ${token}` } });
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token of the identity provider', () => {
  test('opens what its scopes allow, for the tenant and user it names', async () => {
    const token = await provider.token({
      tenant_id: 'tenant-t',
      sub: 'auth0|42',
      scope: 'jobs:write profile',
    });
    const body = JSON.stringify({ filename: 'a.pdf', bytes: 1, sha256: 'a'.repeat(64) });
    const { jobId } = (await (await call(token, '/api/jobs', { method: 'POST', body })).json()) as {
      jobId: string;
    };
    const row = await system.services.db
      .selectFrom('jobs')
      .select(['tenant_id', 'user_id'])
      .where('id', '=', jobId)
      .executeTakeFirst();
    expect(row).toEqual({ tenant_id: 'tenant-t', user_id: 'auth0|42' });
    expect((await call(token)).status).toBe(403);
  });

  test('may name its scopes in a list', async () => {
    expect((await call(await provider.token({ scope: ['jobs:read'] }))).status).toBe(200);
  });

  test('is taken a little after its end and before its beginning, as the clocks may be apart, and no more', async () => {
    expect((await call(await provider.token({ exp: now() - 2, nbf: now() + 2 }))).status).toBe(200);
  });
});

describe('a token with a fault answers as a broken key does', () => {
  const faults: [string, () => Promise<string>][] = [
    ['expired', async () => provider.token({ exp: now() - 60 })],
    ['without an end', async () => provider.token({ exp: undefined })],
    ['of the future', async () => provider.token({ nbf: now() + 60 })],
    ['for another audience', async () => provider.token({ aud: 'another' })],
    ['for no audience', async () => provider.token({ aud: undefined })],
    ['of another issuer', async () => provider.token({ iss: 'https://evil.example/' })],
    ['of no issuer', async () => provider.token({ iss: undefined })],
    ['without a tenant', async () => provider.token({ tenant_id: undefined })],
    ['with an empty tenant', async () => provider.token({ tenant_id: '' })],
    ['with several tenants', async () => provider.token({ tenant_id: ['tenant-a', 'tenant-b'] })],
    ['for LedgerLift’s own tenant', async () => provider.token({ tenant_id: '_system' })],
    ['with a NUL in the tenant', async () => provider.token({ tenant_id: 'tenant-a\0' })],
    ['without a user', async () => provider.token({ sub: undefined })],
    ['with a NUL in the user', async () => provider.token({ sub: 'u\0' })],
    ['that is too long', async () => provider.token({ padding: 'x'.repeat(9000) })],
    ['with a key nobody has published', async () => provider.token({}, { kid: 'unknown' })],
    [
      'signed with another key under a published id',
      async () => provider.token({}, { key: (await generateKeyPair('RS256')).privateKey }),
    ],
    [
      'signed with the public key as if it were a shared secret',
      async () => {
        const key = new TextEncoder().encode(JSON.stringify(provider.publicKey));
        return provider.token({}, { alg: 'HS256', key });
      },
    ],
    [
      'signed by an algorithm that is not listed',
      async () => provider.token({}, { alg: 'RS512', key: (await generateKeyPair('RS512')).privateKey }),
    ],
    [
      'with algorithm none',
      async () => {
        const [, payload = ''] = (await provider.token()).split('.');
        return `${base64({ alg: 'none', typ: 'JWT' })}.${payload}.`;
      },
    ],
    [
      'changed after it was signed',
      async () => {
        const [head = '', payload = '', signature = ''] = (await provider.token()).split('.');
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
        return `${head}.${base64({ ...claims, tenant_id: 'tenant-b' })}.${signature}`;
      },
    ],
    ['that is none', async () => 'a.b.c'],
    ['of dots', async () => '..'],
  ];

  /** The bytes of an answer without what is different each time. */
  const said = async (token: string): Promise<{ status: number; headers: unknown; body: string }> => {
    const answer = await call(token);
    const { traceId, ...body } = (await answer.json()) as { traceId: string };
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    // As they were sent, but for the time and the trace.
    const headers = [...answer.headers].filter(([name]) => !/^(date|traceparent|x-|ratelimit)/.test(name));
    return { status: answer.status, headers, body: JSON.stringify(body) };
  };

  test.each(faults)('%s', async (_, token) => {
    const broken = await said(system.key.replace(/.{4}$/, 'ffff'));
    expect(broken.status).toBe(401);
    expect(await said(await token())).toEqual(broken);
  });

  test('and the list would notice if one of them were none', async () => {
    expect((await call(await provider.token())).status).toBe(200);
  });
});

describe('the key set', () => {
  const verifierOf = (of: IdentityProvider): TokenVerifier => {
    const config = loadConfig({ environment: { ...of.settings, LOG_LEVEL: 'silent' } });
    return new TokenVerifier({
      config,
      jwksUrl: of.settings['JWT_JWKS_URL'] ?? '',
      log: openLog(config, 'host'),
    });
  };

  test('is asked for once, and tokens that name unknown keys do not make it be asked for again at once', async () => {
    const own = await startIdentityProvider('ES256');
    const verifier = verifierOf(own);
    const token = await own.token();
    await Promise.all(Array.from({ length: 5 }, async () => verifier.verify(token)));
    const unknown = await own.token({}, { kid: 'unknown' });
    for (let n = 0; n < 5; n += 1) {
      expect(await verifier.verify(unknown)).toEqual({ refused: 'ERR_JWKS_NO_MATCHING_KEY' });
    }
    expect(own.asked()).toBe(1);
    await own.close();
  });

  test.each([500, 404, 302])(
    'answered with %d is an outage: 503, and no reason to refuse',
    async (status) => {
      const own = await startIdentityProvider('EdDSA');
      const verifier = verifierOf(own);
      const token = await own.token();
      own.answer(status);
      const failure = { code: 'identity-unavailable', status: 503 };
      await expect(verifier.verify(token)).rejects.toMatchObject(failure);
      // Asked again at once, it spares the provider.
      await expect(verifier.verify(token)).rejects.toMatchObject(failure);
      expect(own.asked()).toBe(1);
      own.answer(null);
      const back = async () => verifier.verify(token).catch(() => null);
      expect(await waitUntil(back, (found) => found !== null)).toMatchObject({ tenantId: 'tenant-a' });
      await own.close();
    },
  );

  test('that is away leaves keys it had in use, API keys at work, and says 503 over HTTP', async () => {
    const own = await startIdentityProvider();
    const known = verifierOf(own);
    const token = await own.token();
    await known.verify(token);
    const other = await startTestSystem(own.settings, { withWorker: false });
    await own.close();
    expect(await known.verify(token)).toMatchObject({ tenantId: 'tenant-a' });
    const answer = await other.fetch('/api/jobs', { headers: { authorization: `Bearer ${token}` } });
    const withKey = await other.fetch('/api/jobs');
    await other.close();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await answer.json()).toMatchObject({ code: 'identity-unavailable' });
    expect(withKey.status).toBe(200);
  });

  test('with a new key: its tokens open without a restart, half a minute later at most', async () => {
    const own = await startIdentityProvider();
    const verifier = verifierOf(own);
    const old = await own.token();
    await verifier.verify(old);
    await own.rotate();
    const fresh = await own.token();
    expect(await verifier.verify(fresh)).toEqual({ refused: 'ERR_JWKS_NO_MATCHING_KEY' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    const later = [await verifier.verify(fresh), await verifier.verify(old)];
    vi.useRealTimers();
    expect(later).toMatchObject([{ tenantId: 'tenant-a' }, { tenantId: 'tenant-a' }]);
    await own.close();
  });
});

test.each([
  [{ JWT_JWKS_URL: 'https://x.example/jwks' }, /all three or none/],
  [{ JWT_ISSUER: 'x', JWT_AUDIENCE: 'y' }, /all three or none/],
  [
    { DATA_ENV: 'production', JWT_JWKS_URL: 'http://x.example/jwks', JWT_ISSUER: 'x', JWT_AUDIENCE: 'y' },
    /https in production/,
  ],
  [{ JWT_ALGORITHMS: 'HS256' }, /JWT_ALGORITHMS/],
  [{ JWT_ALGORITHMS: 'none' }, /JWT_ALGORITHMS/],
  [{ JWT_ALGORITHMS: 'RS256,' }, /JWT_ALGORITHMS/],
  [{ JWT_CLOCK_TOLERANCE_SECONDS: '61' }, /0 to 60/],
])('the settings %j refuse the start', (environment, message) => {
  expect(() => loadConfig({ environment })).toThrow(message);
});
