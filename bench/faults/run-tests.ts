import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentWith } from '#shared/config.ts';
import type { ToldFigure } from '#tests/harness/tell-figure.ts';

export interface TestRun {
  /** The checkout, or a copy of it. */
  folder: string;
  file: string;
  /** Counts and seeds. */
  settings: Record<string, string>;
}

export interface TestOutcome {
  passed: number;
  failed: number;
  /** Which failed and why, the first few of them; empty where none did. */
  says: string;
  figures: ToldFigure[];
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { message: string; assertionResults: { title: string; failureMessages: string[] }[] }[];
}

/** Runs one file of tests in a process of its own, which starts the services it needs. Throws where it gave no report. */
export async function runTests({ folder, file, settings }: TestRun): Promise<TestOutcome> {
  const own = await mkdtemp(join(tmpdir(), 'ledgerlift-faults-'));
  try {
    const [reportFile, figuresFile] = [join(own, 'report.json'), join(own, 'figures')];
    const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
    const reporter = ['--reporter=json', `--outputFile=${reportFile}`];
    const child = spawn(process.execPath, [vitest, 'run', '--root', folder, file, ...reporter], {
      cwd: folder,
      env: environmentWith({ ...settings, FAULT_FIGURES: figuresFile }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(child, 'close');
    const report = await readFile(reportFile, 'utf8').catch(() => null);
    if (report === null) throw new Error(`${file} gave no report:\n${said}`);
    const figures = await readFile(figuresFile, 'utf8').catch(() => '');
    return { ...outcomeOf(JSON.parse(report) as Report), figures: figures.split('\n').flatMap(parse) };
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

function outcomeOf({ numPassedTests, numFailedTests, testResults }: Report): Omit<TestOutcome, 'figures'> {
  const failures = testResults.flatMap(({ message, assertionResults }) => [
    ...assertionResults.flatMap(({ title, failureMessages }) =>
      failureMessages.map((failure) => `"${title}": ${firstLine(failure)}`),
    ),
    ...(message === '' ? [] : [firstLine(message)]),
  ]);
  const says = failures.slice(0, MOST_TOLD).join('; ');
  return { passed: numPassedTests, failed: numFailedTests, says };
}

const MOST_TOLD = 5;

/** Lines of a model's failure tell what happened before they tell how to repeat it. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 160);
}

function parse(line: string): ToldFigure[] {
  return line === '' ? [] : [JSON.parse(line) as ToldFigure];
}
