import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '#bin/wait-until.ts';
import { Redis } from 'ioredis';
import { unusedPort } from './unused-port.ts';

export interface RedisServer {
  url: string;
  /** Holds it (its connections stay and nothing is answered), and lets it go on. */
  hold: () => void;
  release: () => void;
  /** Ends it at once, as a power cut does; `start` begins it again on the same port, with what it had written down. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * A Redis of its own; null where no redis-server is installed. `appendonly` as the documentation asks for it: what was
 * written a second ago survives its end.
 */
export async function startRedisServer({ appendonly }: { appendonly: boolean }): Promise<RedisServer | null> {
  const port = await unusedPort();
  // The append-only file must not come to lie in the checkout.
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-redis-'));
  const settings = {
    dir: folder,
    port: String(port),
    bind: '127.0.0.1',
    save: '',
    appendonly: appendonly ? 'yes' : 'no',
    'maxmemory-policy': 'noeviction',
  };
  const url = `redis://127.0.0.1:${port}`;
  let child = await launch(settings);
  if (child === null) {
    await rm(folder, { recursive: true });
    return null;
  }
  await untilAnswers(url);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill(signal);
    await ended;
  };
  return {
    url,
    hold: () => void child?.kill('SIGSTOP'),
    release: () => void child?.kill('SIGCONT'),
    kill: async () => end('SIGKILL'),
    start: async () => {
      child = await launch(settings);
      await untilAnswers(url);
    },
    close: async () => {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(settings: Record<string, string>): Promise<ChildProcess | null> {
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  const failed = once(child, 'error').then(() => true);
  const started = once(child, 'spawn').then(() => false);
  return (await Promise.race([failed, started])) ? null : child;
}

async function untilAnswers(url: string): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: 1, lazyConnect: false });
  client.on('error', () => {});
  await waitUntil(
    async () => client.ping().catch(() => ''),
    (answer) => answer === 'PONG',
  );
  client.disconnect();
}
