import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '#shared/config.ts';

const command = fileURLToPath(new URL('../../bin/ledgerlift.mjs', import.meta.url));

export interface CommandOutcome {
  code: number | null;
  printed: string;
  /** On stderr. */
  said: string;
}

/** Runs the command line in a process of its own until it ends. */
export async function runCommand(args: string[], settings: Record<string, string>): Promise<CommandOutcome> {
  const child: ChildProcess = spawn(process.execPath, [command, ...args], {
    env: environmentWith({ PORT: '0', LOG_LEVEL: 'silent', ...settings }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, printed, said };
}
