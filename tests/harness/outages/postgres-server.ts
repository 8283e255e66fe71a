import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProcess } from '#bin/embedded/describe-process.ts';
import { startPostgres } from '#bin/embedded/postgres.ts';
import { findPostmaster } from '#bin/embedded/postmaster.ts';
import { waitUntil } from '#bin/wait-until.ts';

export interface PostgresServer {
  url: string;
  /** Immediate shutdown (SIGQUIT): connections are cut, nothing is written down that was not; `start` recovers. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
}

/** A PostgreSQL of its own, which a test may take away; it comes back on the same port, with its data. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'll-outage-'));
  // The account that PostgreSQL runs as has to pass.
  await chmod(folder, 0o755);
  const first = await startPostgres({ folder });
  const handles = [first];
  return {
    url: first.url,
    stop: async () => {
      const pid = (await findPostmaster(first.dataDir))?.pid;
      if (pid === undefined) throw new Error('There is no server to stop.');
      process.kill(pid, 'SIGQUIT');
      await waitUntil(
        async () => describeProcess(pid),
        (found) => found === undefined,
      );
    },
    start: async () => {
      const again = await startPostgres({ folder });
      handles.push(again);
      if (again.url !== first.url) throw new Error('The server came back at another address.');
    },
    close: async () => {
      for (const handle of handles.toReversed()) await handle.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
