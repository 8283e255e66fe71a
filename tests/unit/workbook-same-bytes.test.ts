import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../harness/workbook/print-hash.ts', import.meta.url));

async function hash(place: { TZ: string; LANG: string }): Promise<string> {
  const { stdout } = await run(process.execPath, [script], { env: { ...process.env, ...place } });
  return stdout;
}

test('two processes in other time zones and languages write the same bytes, pictures included', async () => {
  const here = await hash({ TZ: 'UTC', LANG: 'en_US.UTF-8' });
  expect(here).toMatch(/^[0-9a-f]{64}$/);
  expect(await hash({ TZ: 'Pacific/Auckland', LANG: 'de_DE.UTF-8' })).toBe(here);
}, 60_000);
