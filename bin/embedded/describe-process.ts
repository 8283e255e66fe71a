import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** `started` differs between two processes that bore the same pid one after the other; `command` is the command line. */
export interface ProcessDescription {
  started: string;
  command: string;
}

/**
 * Who bears this pid now; undefined when nobody does. A zombie counts as nobody: in a container without an
 * init process the dead are never reaped, and would look alive for ever.
 */
export async function describeProcess(pid: number): Promise<ProcessDescription | undefined> {
  return process.platform === 'linux' ? describeFromProc(pid) : describeFromPs(pid);
}

/** Slim container images carry no `ps`, so Linux is asked through /proc. */
async function describeFromProc(pid: number): Promise<ProcessDescription | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself hold blanks and parentheses: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    // Field 22 counts ticks since boot; only together with the boot does it name one moment.
    return { started: `${fields[19]}@${await bootId()}`, command };
  } catch {
    return undefined;
  }
}

async function bootId(): Promise<string> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
}

/** The same question put to `ps`, for systems without /proc (macOS). Exported so that a test can compare both. */
export async function describeFromPs(pid: number): Promise<ProcessDescription | undefined> {
  const columns = ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)];
  const answer = await promisify(execFile)('ps', columns, {
    env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
  }).catch(() => undefined);
  const match = /^\s*(\S+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/m.exec(answer?.stdout ?? '');
  const [, state = 'Z', started = '', command = ''] = match ?? [];
  return state.startsWith('Z') ? undefined : { started, command };
}
