import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCode } from '../exit-code.ts';
import { runFiles } from '../run/run-files.ts';
import { runOptions } from '../run/run-options.ts';

const samples = fileURLToPath(new URL('../../samples', import.meta.url));

/** `ledgerlift demo`: the bundled samples through the whole system - HTTP, queue, worker, store. */
export async function demo(): Promise<number> {
  const files = (await readdir(samples)).filter((file) => file.endsWith('.pdf')).sort();
  const ended = await runFiles(runOptions(files.map((file) => relative(process.cwd(), join(samples, file)))));
  // The jobs are kept: the pages of the same data folder show them.
  if (ended === exitCode.ok)
    console.log('Look at them in the browser: npm start prints an address that is signed in.');
  return ended;
}
