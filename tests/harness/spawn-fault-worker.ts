import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '#bin/wait-until.ts';
import { spawnWorker, type WorkerProcess } from './spawn-worker.ts';
import type { TestSystem } from './test-system.ts';

const script = fileURLToPath(new URL('fault-worker.ts', import.meta.url));

export interface FaultWorker extends WorkerProcess {
  /** Waits until it is held: its pages are recognised, and not committed. */
  untilHeld(): Promise<void>;
  release(): Promise<void>;
}

export interface FaultWorkerOptions {
  name: string;
  /** Recognitions after which it is held; left out for a worker that never is. */
  holdAt?: number;
}

/** A worker that tells what it recognises, and that can be held: see fault-worker.ts. */
export async function spawnFaultWorker(
  { environment, folder }: TestSystem,
  { name, holdAt = 0 }: FaultWorkerOptions,
): Promise<FaultWorker> {
  const [notes, hold] = [join(folder, `${name}.notes`), join(folder, `${name}.hold`)];
  await writeFile(notes, '');
  if (holdAt > 0) await writeFile(hold, '');
  const worker = await spawnWorker(environment, [script, notes, hold, String(holdAt)]);
  return {
    ...worker,
    untilHeld: async () => {
      await waitUntil(
        async () => readFile(notes, 'utf8'),
        (text) => text.includes('held'),
      );
    },
    release: async () => rm(hold, { force: true }),
  };
}

/** How many recognitions a worker of this name has begun. */
export async function countBegun({ folder }: TestSystem, name: string): Promise<number> {
  return (await readFile(join(folder, `${name}.notes`), 'utf8')).split('begun').length - 1;
}
