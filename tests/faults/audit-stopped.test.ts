import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { environmentWith } from '#shared/config.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const command = fileURLToPath(new URL('../../bin/ledgerlift.mjs', import.meta.url));
const aMinuteMs = '60000';

let system: TestSystem;
let server: ChildProcess;
beforeAll(async () => {
  system = await startTestSystem({}, { withWorker: false });
});
afterEach(async () => {
  server.kill('SIGKILL');
  await system.services.db.deleteFrom('audit_events').execute();
});
afterAll(async () => system.close());

const written = async () => system.services.db.selectFrom('audit_events').select('event_type').execute();
const refused = { event_type: 'AUTH_FAILED' };

/** The address of a server in a process of its own. */
async function serve(more: Record<string, string> = {}): Promise<string> {
  const settings = { ...system.environment, OCR_ENGINE: 'null', AUDIT_FLUSH_INTERVAL_MS: aMinuteMs, ...more };
  server = spawn(process.execPath, [command, 'serve'], {
    env: environmentWith(settings),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  return new Promise((resolve) => {
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /answers at (http\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

test('a process that is told to stop writes the events it holds, and exits 0', async () => {
  const url = await serve();
  for (let n = 0; n < 3; n += 1) expect((await fetch(`${url}/api/jobs`)).status).toBe(401);
  const gone = once(server, 'exit') as Promise<[number | null]>;
  server.kill('SIGTERM');
  expect((await gone)[0]).toBe(0);
  expect(await written()).toEqual(Array.from({ length: 3 }, () => refused));
});

test('a process that is killed loses what it held in memory, and nothing that was written', async () => {
  const url = await serve({ AUDIT_BATCH_SIZE: '5' });
  for (let n = 0; n < 7; n += 1) expect((await fetch(`${url}/api/jobs`)).status).toBe(401);
  await waitUntil(written, (rows) => rows.length >= 5);
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
  const left = await written();
  expect(left).toEqual(Array.from({ length: left.length }, () => refused));
  expect(left.length).toBeGreaterThanOrEqual(5);
  expect(left.length).toBeLessThanOrEqual(7);
});
