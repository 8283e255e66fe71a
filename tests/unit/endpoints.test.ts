import type { Config } from '@netlify/functions';
import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { loadConfig } from '#shared/config.ts';
import { listEndpoints } from '#shared/contracts/endpoints.ts';
import { policyOf } from '#shared/limits/policy.ts';

const folder = new URL('../../netlify/functions/', import.meta.url);

interface FunctionFile {
  file: string;
  /** The platform's own limit, the outer ring around ours. */
  rateLimit: Config['rateLimit'];
  /** Of its inline config; empty for a scheduled one. */
  paths: string[];
  /** The row its handlers were made for; undefined for one that answers anybody. */
  routed: string | undefined;
}

let functions: FunctionFile[];
beforeAll(async () => {
  functions = await readFunctions();
  // Every verb of the system is loaded with them.
}, 60_000);

async function readFunctions(): Promise<FunctionFile[]> {
  const files = (await readdir(folder)).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const { config } = (await import(new URL(file, folder).href)) as { config: Config };
      const text = await readFile(new URL(file, folder), 'utf8');
      const routed = /\broute\('([^']+)'/.exec(text)?.[1];
      return { file, rateLimit: config.rateLimit, paths: [config.path ?? []].flat(), routed };
    }),
  );
}

test('every function answers the addresses of its row, below /api/ and /v1/, and those alone', () => {
  for (const { file, paths, routed } of functions) {
    if (routed === undefined) continue;
    expect({ file, paths }).toEqual({ file, paths: [routed, routed.replace('/api/', '/v1/')] });
  }
});

test('every row is answered by one function, and what is in no row by none', () => {
  const answered = functions.flatMap(({ paths, routed }) => (routed === undefined ? paths : [routed]));
  const rows = new Set(listEndpoints().map(({ path }) => path));
  expect(answered.toSorted()).toEqual([...rows].toSorted());
});

test('what needs no credential is looked at by a function that asks for none, and by no other', () => {
  const open = new Set(listEndpoints().flatMap(({ path, scope }) => (scope === null ? [path] : [])));
  const asking = functions.filter(({ routed }) => routed !== undefined).flatMap(({ paths }) => paths);
  const answering = functions.filter(({ routed }) => routed === undefined).flatMap(({ paths }) => paths);
  expect(asking.filter((path) => open.has(path))).toEqual([]);
  expect(answering.filter((path) => !open.has(path))).toEqual([]);
});

test('whatever changes something needs more than the right to read', () => {
  const writing = listEndpoints().filter(({ effect }) => effect === 'write');
  expect(writing.filter(({ scope }) => scope === null || scope.endsWith(':read'))).toEqual([]);
});

test('the platform limits every function that has an address, by address, as strictly as we limit the strictest of its rows', () => {
  const settings = loadConfig({ environment: {} });
  for (const { file, paths, rateLimit } of functions) {
    if (paths.length === 0) continue;
    const rows = listEndpoints().filter(({ path }) => paths.includes(path));
    const quotas = rows.map((row) => policyOf(settings, 'address', row).quota);
    const windowLimit = Math.min(...quotas);
    // The word 'ip' alone would make one bucket of all callers.
    const ring = { action: 'rate_limit', aggregateBy: ['ip', 'domain'], windowSize: 60, windowLimit };
    expect({ file, rateLimit }).toEqual({ file, rateLimit: ring });
  }
});

test('what heeds an Idempotency-Key is answered by `once`, and nothing else is', async () => {
  for (const { file, routed } of functions) {
    const text = await readFile(new URL(file, folder), 'utf8');
    const handled = [...text.matchAll(/^ {2}(\w+): (?:once\(|(\w+),)/gm)]
      .filter(([, , name]) => name === undefined || text.includes(`const ${name} = once(`))
      .map(([, method]) => method);
    const heeding = listEndpoints().filter(({ path, idempotent }) => path === routed && idempotent === true);
    expect({ file, methods: handled }).toEqual({ file, methods: heeding.map(({ method }) => method) });
  }
});
