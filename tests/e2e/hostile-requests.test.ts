import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawConnection, rawRequest } from '#tests/harness/raw-request.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await startTestSystem({}, { withWorker: false });
});
afterAll(async () => system.close());

const megabyte = 1024 * 1024;
const alive = async (): Promise<boolean> => (await system.fetch('/api/jobs')).ok;

function head(contentLength: number): string {
  const key = `authorization: Bearer ${system.key}`;
  return `POST /api/jobs HTTP/1.1\r\nhost: x\r\n${key}\r\ncontent-length: ${contentLength}\r\n\r\n`;
}

describe('a body that is too large', () => {
  test.each([65_537, 150_000, 400_000, 5 * megabyte])(
    'of %d bytes answers 413 and the host lives on',
    async (bytes) => {
      const answer = await system.fetch('/api/jobs', { method: 'POST', body: 'x'.repeat(bytes) });
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: 'too-large', maxBodyBytes: 65_536 });
      expect(await alive()).toBe(true);
    },
  );

  test('is refused while its sender goes on, and what still comes is thrown away', async () => {
    const connection = await RawConnection.open(system.url);
    await connection.send(head(1024 * megabyte));
    await connection.send('x'.repeat(megabyte));
    expect(await connection.until(/too-large/)).toMatch(/^HTTP\/1\.1 413 /);
    for (let sent = 0; sent < 32; sent += 1) await connection.send('x'.repeat(megabyte));
    connection.destroy();
    expect(await alive()).toBe(true);
  });

  test('sent to its end leaves the connection fit for the next request', async () => {
    const connection = await RawConnection.open(system.url);
    await connection.send(head(5 * megabyte));
    await connection.send('x'.repeat(5 * megabyte));
    await connection.send('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(await connection.until(/"status":"ok"/)).toMatch(/^HTTP\/1\.1 413 [^]*HTTP\/1\.1 200 /);
    connection.destroy();
  });

  test('whose sender goes away in the middle is nobody’s failure', async () => {
    for (const bytes of [0, 1, 1000, 65_536, 65_537, 150_000, megabyte]) {
      const connection = await RawConnection.open(system.url);
      await connection.send(head(2 * megabyte));
      await connection.send('x'.repeat(bytes));
      connection.destroy();
    }
    expect(await alive()).toBe(true);
  });
});

describe('a request that no client would make', () => {
  const live = '/health/live HTTP/1.1\r\nhost: x';
  test.each([
    [`TRACE ${live}`, 405, 'method-not-allowed'],
    ['GET // HTTP/1.1\r\nhost: x', 400, 'malformed-request'],
    ['GET //evil.example/health/live HTTP/1.1\r\nhost: x', 400, 'malformed-request'],
    ['GET http://evil:99999/ HTTP/1.1\r\nhost: x', 400, 'malformed-request'],
    ['OPTIONS * HTTP/1.1\r\nhost: x', 400, 'malformed-request'],
    ['GET /health/live HTTP/1.1\r\nhost: a b', 400, 'malformed-request'],
    ['GET /health/live HTTP/1.1\r\nx: y', 400, 'malformed-request'],
    ['GET /api/jobs HTTP/1.1\r\nhost: x\r\nexpect: 200-ok', 401, 'unauthenticated'],
    ['GET /health/live HTTP/1.1\r\nhost: x:99999', 400, 'malformed-request'],
    ['GET /health/live HTTP/1.1\r\nhost: user@evil/?', 400, 'malformed-request'],
    ['GET /\\evil.example/health/live HTTP/1.1\r\nhost: x', 404, 'not-found'],
    [`GET ${live}\r\ncontent-length: -1`, 400, 'malformed-request'],
    ['G E T /health/live HTTP/1.1\r\nhost: x', 400, 'malformed-request'],
    ['GET /health/live HTTP/9\r\nhost: x', 400, 'malformed-request'],
    [`GET ${live}\r\nx-long: ${'x'.repeat(20_000)}`, 413, 'too-large'],
  ])('%j answers %d as problem+json', async (request, status, code) => {
    const answer = await rawRequest(system.url, request);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.has('allow')).toBe(status === 405);
    expect(answer.body).toContain(`"code":"${code}"`);
  });

  test('an absolute address is answered by its path, whoever it names', async () => {
    const request = 'GET http://evil.example/health/live HTTP/1.1\r\nhost: evil.example';
    expect((await rawRequest(system.url, request)).status).toBe(200);
  });
});
