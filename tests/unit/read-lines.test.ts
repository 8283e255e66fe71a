import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLines } from '#bin/read-lines.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ledgerlift-lines-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function linesOf(text: string): Promise<string[]> {
  const file = path.join(folder, 'trail.ndjson');
  await writeFile(file, text);
  const lines: string[] = [];
  for await (const line of readLines(file)) lines.push(line);
  return lines;
}

test('a line ends at its line feed, and not at a separator that stands within a JSON text', async () => {
  const event = JSON.stringify({ name: 'a\u2028b\u2029c\rd' });
  expect(event).toContain('\u2028');
  expect(await linesOf(`${event}\n${event}\n`)).toEqual([event, event]);
  expect(await linesOf(`${event}\n${event}`)).toEqual([event, event]);
});

test('lines and characters that reach over the pieces of a file stay whole', async () => {
  const line = '€'.repeat(70_001);
  expect(await linesOf(`${line}\nx\n${line}`)).toEqual([line, 'x', line]);
});

test('a file without a line break is refused instead of being taken into memory', async () => {
  await expect(linesOf('x'.repeat(5 * 1024 * 1024))).rejects.toThrow(RangeError);
});
