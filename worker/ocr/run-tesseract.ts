import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { environmentWith } from '#shared/config.ts';

/** Where the native program is, and where its models are, if not where it looks for them itself. */
export interface TesseractProgram {
  path: string;
  tessdataFolder?: string | undefined;
}

export interface TesseractRun {
  /**
   * Standard output. Rejects with an error that has `facts` where the program fails,
   * with the system's where it cannot be started.
   */
  output: Promise<string>;
  /** Kills the process; resolves when it is gone. Safe to call twice. */
  kill(): Promise<void>;
}

/** Runs Tesseract on one core, with `input` on its standard input; nothing is written to disk. */
export function runTesseract(program: TesseractProgram, args: string[], input?: Uint8Array): TesseractRun {
  const models = program.tessdataFolder === undefined ? [] : ['--tessdata-dir', program.tessdataFolder];
  const child = spawn(program.path, [...args, ...models], { env: environment() });
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // It may end before it has read everything; its exit code tells more than the broken pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const result = closed.then(([exitCode, signal]) => {
    if (exitCode === 0) return Buffer.concat(output).toString('utf8');
    throw new TesseractExit({ exitCode, signal, stderr: Buffer.concat(errors).toString('utf8').slice(-300) });
  });
  // Who kills it does not ask for the result.
  result.catch(() => {});
  return {
    output: result,
    kill: async () => {
      child.kill('SIGKILL');
      await closed.catch(() => {});
    },
  };
}

/** How a run ended that gave no result; `facts` for the log: the end of what it said, which never holds text of a page. */
class TesseractExit extends Error {
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(facts: Record<string, unknown>) {
    super(`tesseract ended with ${String(facts['exitCode'] ?? facts['signal'])}`);
    this.facts = facts;
  }
}

/** What it needs of ours, and no more: the environment of a worker holds secrets. */
function environment(): Record<string, string> {
  const needed = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'TESSDATA_PREFIX', 'SystemRoot'];
  const ours = Object.entries(environmentWith({})).filter(([name]) => needed.includes(name));
  return { ...Object.fromEntries(ours), OMP_THREAD_LIMIT: '1' };
}
