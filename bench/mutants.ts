/**
 * Puts five bugs into copies of the source, one at a time, and looks whether the tests that guard against each fail.
 *
 *   npm run mutants -- [--only no-run-check] [--operations 600]
 *
 * How to read it: "failed as it must" is good; a mutation that "survived" is a promise nobody looks after. Each is made
 * where the promise is held: what a constraint or trigger of the database would catch first is taken out there as well.
 * The copies lie in a folder of their own that goes afterwards; the checkout is never touched. First the tests run
 * on an unchanged copy and must pass, because else their failures would say nothing.
 */
import { cp, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutations, type Mutation } from './faults/mutations.ts';
import { runTests } from './faults/run-tests.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, operations: { type: 'string', default: '600' } },
});
const checkout = fileURLToPath(new URL('..', import.meta.url));
const rooms = ['bin', 'db', 'netlify', 'samples', 'shared', 'tests', 'worker'];
const files = ['package.json', 'tsconfig.json', 'vitest.config.ts'];
const settings = { LEDGER_MODEL_OPERATIONS: values.operations };

async function main(): Promise<number> {
  const chosen = mutations.filter(({ name }) => values.only === undefined || values.only === name);
  if (chosen.length === 0)
    throw new Error(`There is none of that name, but ${mutations.map(({ name }) => name).join(', ')}`);
  const tests = [...new Set(chosen.flatMap((mutation) => mutation.tests))];
  for (const file of tests) {
    const { failed, passed, says } = await inCopy(null, file);
    if (failed > 0 || passed === 0) throw new Error(`${file} fails without any mutation: ${says}`);
    console.log(`without a mutation   ${file}   passes`);
  }
  let survived = 0;
  for (const mutation of chosen) {
    for (const file of mutation.tests) {
      const { failed, says } = await inCopy(mutation, file);
      if (failed === 0) survived += 1;
      const outcome = failed === 0 ? 'SURVIVED' : 'failed as it must';
      console.log(`${mutation.name.padEnd(19)}  ${file}   ${outcome}${says === '' ? '' : `   (${says})`}`);
    }
  }
  console.log(survived === 0 ? `${chosen.length} of ${chosen.length} caught` : `${survived} survived`);
  return survived === 0 ? 0 : 1;
}

async function inCopy(mutation: Mutation | null, file: string): ReturnType<typeof runTests> {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-mutant-'));
  try {
    for (const each of [...rooms, ...files])
      await cp(join(checkout, each), join(folder, each), { recursive: true });
    await symlink(await realpath(join(checkout, 'node_modules')), join(folder, 'node_modules'));
    for (const change of mutation?.changes ?? []) await apply(folder, change);
    return await runTests({ folder, file, settings });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Throws where what is to be changed does not stand there exactly once: the source has moved on. */
async function apply(folder: string, { file, from, to }: Mutation['changes'][number]): Promise<void> {
  const path = join(folder, file);
  const parts = (await readFile(path, 'utf8')).split(from);
  if (parts.length !== 2)
    throw new Error(`${file} has ${parts.length - 1} times what is to be changed, not once: ${from}`);
  await writeFile(path, parts.join(to));
}

process.exitCode = await main();
