import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '#shared/config.ts';

const command = fileURLToPath(new URL('../../bin/ledgerlift.mjs', import.meta.url));

export interface WorkerProcess {
  process: ChildProcess;
  /** Ends it and waits until it is gone; answers its exit code, null after a signal. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A worker in a process of its own, as production runs it or by another script; resolves when it consumes. */
export async function spawnWorker(
  environment: Record<string, string>,
  program = [command, 'worker'],
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, program, {
    env: environmentWith({ ...environment, LOG_LEVEL: 'info' }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = once(child, 'exit') as Promise<[number | null]>;
  await new Promise<void>((resolve, reject) => {
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('the worker is ready')) resolve();
    });
    child.once('exit', () => reject(new Error(`The worker did not start:\n${log}`)));
  });
  return {
    process: child,
    end: async (signal) => {
      child.kill(signal);
      return (await gone)[0];
    },
  };
}
