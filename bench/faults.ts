/**
 * Runs the fault tests at the counts of the design's targets, on both queue backends, and prints what was met.
 *
 *   npm run faults -- [--only kills,cancel] [--scale .1] [--seed 1]
 *
 * Names: model, kills, zombies, charges, cancel, outages, audit, tampering, lives, crashes, canary, store, histories, restore,
 * latecomers, requests, hostile, tampered, mutants. PostgreSQL is brought along, and a Redis of its own
 * is started where `redis-server` is installed; without it the rows on Redis are left out. `--scale` multiplies the
 * counts: below 1 the figures say less than the targets ask for. `--seed` is that of the model, of
 * the requests and of what is tampered with.
 *
 * How to read it: each row is a test that has passed, its figure, and whether the target is met at that count; "no" is
 * followed by what the test said. Exit code 1 where any target is missed. Latencies are those of the machine: a busy one
 * is measured with everything else on it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Row, rows } from './faults/rows.ts';
import { runTests } from './faults/run-tests.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, scale: { type: 'string', default: '1' }, seed: { type: 'string' } },
});
const folder = fileURLToPath(new URL('..', import.meta.url));
const scale = Number(values.scale);
const names = [...rows.map(({ name }) => name), 'mutants'];
const only = values.only?.split(',') ?? names;

async function main(): Promise<number> {
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0 || !(scale > 0))
    throw new Error(`--only takes ${names.join(', ')}; --scale a number above 0`);
  const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
  if (!hasRedis) console.log('redis-server is not installed: the rows on Redis are left out.');
  if (scale !== 1) console.log(`At ${scale} of the counts: the figures are not those of the targets.`);
  console.log('| what | target | figure | met | seconds |\n|---|---|---|---|---|');
  let missed = 0;
  for (const row of rows.filter(({ name }) => only.includes(name))) {
    if (row.needsRedis !== true || hasRedis) missed += await runRow(row);
  }
  if (only.includes('mutants')) missed += await runMutants();
  console.log(missed === 0 ? 'Every target is met.' : `${missed} missed.`);
  return missed === 0 ? 0 : 1;
}

function print(cells: [what: string, target: string, figure: string, met: string, seconds: number]): void {
  console.log(`| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(0) : cell)).join(' | ')} |`);
}

/** Answers how many of its targets were missed. */
async function runRow({ what, target, file, counts }: Row): Promise<number> {
  const settings: Record<string, string> =
    values.seed === undefined
      ? {}
      : { LEDGER_MODEL_SEED: values.seed, REQUEST_FAULT_SEED: values.seed, MUTATED_FAULT_SEED: values.seed };
  for (const [variable, { full, least, step = 1 }] of Object.entries(counts))
    settings[variable] = String(Math.max(least, Math.round((full * scale) / step) * step));
  const startedAt = performance.now();
  const { passed, failed, says, figures } = await runTests({ folder, file, settings });
  const seconds = (performance.now() - startedAt) / 1000;
  for (const { on, figure, met = true } of figures)
    print([on === undefined ? what : `${what} (${on})`, target, figure, met ? 'yes' : '**no**', seconds]);
  if (figures.length === 0 && failed === 0)
    print([what, target, `${passed} of ${passed} tests pass`, passed > 0 ? 'yes' : '**no**', seconds]);
  if (failed > 0) print([what, target, `${failed} tests fail: ${says}`, '**no**', seconds]);
  return failed + figures.filter(({ met }) => met === false).length + (passed + failed === 0 ? 1 : 0);
}

async function runMutants(): Promise<number> {
  const startedAt = performance.now();
  const script = fileURLToPath(new URL('mutants.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const last = printed.trim().split('\n').at(-1) ?? '';
  const seconds = (performance.now() - startedAt) / 1000;
  print(['seeded bugs', '5 of 5 caught', last, code === 0 ? 'yes' : '**no**', seconds]);
  return code === 0 ? 0 : 1;
}

process.exitCode = await main();
