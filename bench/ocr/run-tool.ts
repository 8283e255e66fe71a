import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a foreign tool prints; one thread for those that would take more. Throws where it fails. */
export async function runTool(tool: string, args: string[]): Promise<string> {
  const all = ['OMP_THREAD_LIMIT=1', tool, ...args];
  const { stdout } = await run('env', all, { maxBuffer: 256 * 1024 * 1024 });
  return stdout;
}
