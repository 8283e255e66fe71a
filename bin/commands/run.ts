import { runFiles } from '../run/run-files.ts';
import { runOptions } from '../run/run-options.ts';

/** `ledgerlift run FILE...`: each file through the whole system; a file that fails does not hold the others. */
export async function run(args: string[]): Promise<number> {
  return runFiles(runOptions(args));
}
