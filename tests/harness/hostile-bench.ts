import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { liftHostile, type LiftedFile } from './lift-hostile.ts';
import { type MemoryPeaks, MemoryWatch } from './memory-watch.ts';
import { isAlive } from './pdf-processes.ts';
import { spawnWorker } from './spawn-worker.ts';
import { startTestSystem, type TestSystem } from './test-system.ts';

/** The whole system with one worker in a process of its own, watched while hostile files go through it. */
export interface HostileBench {
  system: TestSystem;
  /** The worker's, from beginning to end. */
  pid: number;
  /** Sends a file through; fails the test where the worker did not stay, took too much, or left something behind. */
  lift(bytes: Uint8Array): Promise<LiftedFile & MemoryPeaks>;
  close(): Promise<void>;
}

/** Of each process, whatever file it has in hand. */
const MOST_MB = 1024;

export async function startHostileBench(settings: Record<string, string>): Promise<HostileBench> {
  const system = await startTestSystem(settings, { withWorker: false });
  const temporary = await mkdtemp(join(tmpdir(), 'ledgerlift-test-'));
  const worker = await spawnWorker({ ...system.environment, TMPDIR: temporary });
  const pid = worker.process.pid ?? 0;
  const watch = new MemoryWatch(pid);
  return {
    system,
    pid,
    lift: async (bytes) => {
      watch.reset();
      const lifted = await liftHostile(system, bytes);
      const peaks = watch.peaks();
      expect(isAlive(pid), 'the worker lives').toBe(true);
      expect(Math.max(peaks.workerMb, peaks.readerMb), 'memory').toBeLessThanOrEqual(MOST_MB);
      expect(lifted.reservedCents, 'reserved').toBe(0);
      expect(await readdir(temporary), 'temporary files').toEqual([]);
      return { ...lifted, ...peaks };
    },
    close: async () => {
      watch.stop();
      await worker.end('SIGTERM');
      await system.close();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}
