import { readdirSync, readFileSync } from 'node:fs';

/** The ids of all processes that read a PDF for the process `parent`; Linux only. */
export function pdfProcesses(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && commandOf(pid).includes('pdf-process.ts'));
}

/** Whether a process is there and not only waits to be forgotten. */
export function isAlive(pid: number): boolean {
  return commandOf(pid) !== '';
}

/** Processor time a process has used; ticks of 10 ms. */
export function ticksOf(pid: number): number {
  // The name of the program, in brackets, may hold blanks.
  const [, rest = ''] = read(pid, 'stat').split(') ');
  const fields = rest.split(' ').map(Number);
  return (fields[11] ?? 0) + (fields[12] ?? 0);
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(read(pid, 'status'))?.[1] ?? -1);
}

function commandOf(pid: number): string {
  return read(pid, 'cmdline');
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
