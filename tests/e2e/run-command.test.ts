import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PDFDocument } from 'pdf-lib';
import { liftFile } from '#bin/run/lift-file.ts';
import { waitUntil } from '#bin/wait-until.ts';
import { environmentWith } from '#shared/config.ts';
import { exportForm } from '#shared/schedules/export-form.ts';
import { startS3Double, type S3Double } from '#tests/doubles/s3-double.ts';
import { freshDatabase } from '#tests/harness/fresh-database.ts';
import { type CommandOutcome, runCommand } from '#tests/harness/run-command.ts';
import { digitalSample, sample, tinyScan } from '#tests/harness/samples.ts';
import { packageFaults } from '#tests/harness/workbook/package-faults.ts';
import { readWorkbook } from '#tests/harness/workbook/read-workbook.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const path = fileURLToPath(new URL(`../../samples/${digitalSample}`, import.meta.url));
const command = fileURLToPath(new URL('../../bin/ledgerlift.mjs', import.meta.url));

describe('lifting a file', () => {
  let double: S3Double;
  let system: TestSystem;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'll-run-'));
    double = await startS3Double();
    const { endpoint = '', bucket, accessKeyId = '', secretAccessKey = '' } = double.settings;
    system = await startTestSystem({
      S3_BUCKET: bucket,
      S3_ENDPOINT: endpoint,
      S3_FORCE_PATH_STYLE: 'true',
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    });
  });
  afterAll(async () => {
    await system.close();
    await double.close();
    await rm(folder, { recursive: true });
  });

  test.each([403, 404, 503])('writes no file where the download answers %d', async (status) => {
    double.fault = ({ operation, key }) =>
      operation === 'GetObject' && key.includes('/exports/') ? { status, code: 'Refused' } : null;
    const target = { kind: 'file' as const, path: join(folder, 'refused.json') };
    const lift = { path, format: 'json' as const, target, pick: null, pages: null, capCents: null };
    const watch = { signal: new AbortController().signal, show: () => {} };
    expect(await liftFile(system.client, lift, watch)).toMatchObject({
      written: null,
      error: { detail: expect.stringContaining(`answered ${status}`) },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('by `run` works beside a server that has the environment’s PORT and PUBLIC_URL', async () => {
    const database = await freshDatabase();
    const out = join(folder, 'lifted.json');
    const settings = {
      DATABASE_URL: database.url,
      DATA_FOLDER: join(folder, 'data'),
      PORT: new URL(system.url).port,
      PUBLIC_URL: 'https://elsewhere.example',
    };
    expect(await runCommand(['run', path, '--format', 'json', '-o', out], settings)).toMatchObject({
      code: 0,
    });
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ schedules: expect.any(Array) });
    await database.drop();
  });
});

interface Report {
  exitCode: number;
  files: {
    file: string;
    exitCode: number;
    written: string | null;
    error: { code: string; detail: string } | null;
    pages: { chosen: string | null; done: number } | null;
    cost: { spentCents: number; capCents: number } | null;
    schedules: { ordinal: number; kind: string; exported: boolean; proof: { state: string } }[];
  }[];
}

describe('`ledgerlift run`', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let folder: string;
  let settings: Record<string, string>;
  beforeAll(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'll-run-'));
    settings = {
      DATABASE_URL: database.url,
      DATA_FOLDER: join(folder, 'data'),
      OCR_ENGINE: 'fixed-latency',
      OCR_FIXED_LATENCY_MS: '0',
    };
    await writeFile(join(folder, 'scan.pdf'), await tinyScan(2));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const run = async (...args: string[]): Promise<CommandOutcome> => runCommand(['run', ...args], settings);
  const inFolder = (name: string): string => join(folder, name);

  test('--json tells all of every file in the order they were named, and nothing else; one that fails holds no other', async () => {
    await mkdir(inFolder('none'));
    await writeFile(inFolder('empty.pdf'), '');
    await writeFile(inFolder('text.pdf'), 'Dear reader');
    const bad = ['missing.pdf', 'none', 'empty.pdf', 'text.pdf'].map(inFolder);
    const out = inFolder('several/');
    const { code, printed, said } = await run(...bad, path, inFolder('scan.pdf'), '--json', '-o', out);
    const { files, exitCode } = JSON.parse(printed) as Report;
    expect({ code, exitCode }).toEqual({ code: 1, exitCode: 1 });
    expect(files.map((file) => [file.file, file.exitCode, file.error?.code ?? null])).toEqual([
      [bad[0], 1, 'not-found'],
      [bad[1], 1, 'not-found'],
      [bad[2], 1, 'not-a-pdf'],
      [bad[3], 1, 'not-a-pdf'],
      [path, 0, null],
      [inFolder('scan.pdf'), 0, null],
    ]);
    for (const file of bad) expect(said).toMatch(new RegExp(`^${file}: .+: .+\\.$`, 'm'));
    const [, , , , whole, scan] = files;
    expect(whole).toMatchObject({ pages: { done: 5 }, cost: { spentCents: 0 } });
    expect(whole?.schedules.map(({ ordinal, exported, proof }) => [ordinal, exported, proof.state])).toEqual([
      [1, true, 'proved'],
      [2, true, 'proved'],
      [3, true, 'proved'],
    ]);
    expect(whole?.written).toBe(inFolder('several/harbor-mill-2024.xlsx'));
    expect(scan).toMatchObject({ pages: { done: 2 }, cost: { spentCents: 24 } });
    expect(await readdir(inFolder('several'))).toEqual(['harbor-mill-2024.xlsx', 'scan.xlsx']);
  });

  test('--together makes one workbook of all that could be lifted, with their pages, and names there what is missing', async () => {
    const orchard = fileURLToPath(new URL('../../samples/orchard-bank-statement.pdf', import.meta.url));
    const files = [path, inFolder('not-there.pdf'), orchard];
    const out = inFolder('joint/all.xlsx');
    const { code, printed, said } = await run(...files, '--together', '-o', out);
    expect(code).toBe(1);
    expect(said).toContain('not-there.pdf: There is no such file');
    expect(printed).toMatch(/^Workbook {2}.*all\.xlsx {3}\(2 of 3 files; every total is live/m);
    expect(await readdir(inFolder('joint'))).toEqual(['all.xlsx']);
    const book = readWorkbook(await readFile(out));
    expect(packageFaults(book)).toEqual([]);
    expect(book.sheets.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        '1.1 Trial balance',
        '1.3 Fixed asset roll-forward',
        '2.3 Fixed asset roll-forward',
        'File 1 page 2',
        'File 2 page 2',
      ]),
    );
    const [contents] = book.sheets.map(({ cells }) => [...cells.values()].map(({ value }) => value));
    expect(contents).toEqual(
      expect.arrayContaining([
        'not-there.pdf: There is no such file: check the path.',
        'harbor-mill-2024.pdf',
        'orchard-bank-statement.pdf',
      ]),
    );
  });

  test('--together hands over JSON as an array on stdout, and names in its report the file that has each', async () => {
    const twice = await run(path, path, '--together', '--format', 'json', '--pick', '2', '-o', '-');
    expect(twice.code).toBe(0);
    const joined = JSON.parse(twice.printed) as unknown[];
    const jobs = joined.map((each) => exportForm.parse(each).source.jobId);
    expect(new Set(jobs).size).toBe(2);
    const out = inFolder('joint.zip');
    const { printed } = await run(path, '--together', '--format', 'csv', '--json', '-o', out);
    expect((JSON.parse(printed) as Report).files.map(({ written }) => written)).toEqual([out]);
  });

  test('--together that cannot be written fails all that were to be in it', async () => {
    const target = inFolder('scan.pdf/all.xlsx');
    const { code, printed, said } = await run(path, '--together', '--json', '-o', target);
    expect(code).toBe(1);
    expect(said).toContain('cannot be written');
    const [file] = (JSON.parse(printed) as Report).files;
    expect(file).toMatchObject({ exitCode: 1, written: null, error: { code: 'internal' } });
    expect(file?.schedules.map(({ exported }) => exported)).toEqual([false, false, false]);
  });

  test('-o - writes the export and nothing else to stdout; the report, with the numbers to pick by, goes to stderr', async () => {
    const { code, printed, said } = await run(path, '--pick', '2', '--format', 'csv', '-o', '-');
    expect(code).toBe(0);
    expect(printed).toMatch(/^\uFEFF[^\r\n]*Current.*\r\n/);
    expect(printed.endsWith('\r\n')).toBe(true);
    expect(said).toMatch(/^Reading .*harbor-mill-2024.pdf {2}5 pages {3}5 digital$/m);
    expect(said).toMatch(/^✓ 2 Receivables ageing /m);
    expect(said).toMatch(/^page 5\/5 .* of the \$240\.00 cap$/m);
  });

  test('a pick that is not there names what there is, and writes nothing', async () => {
    const { code, printed, said } = await run(path, '--pick', '2-4', '-o', inFolder('unpicked.xlsx'));
    expect(code).toBe(1);
    expect(printed).toMatch(/^✓ 3 Fixed asset roll-forward /m);
    expect(said).toContain(
      'There is no schedule 4: pick from 1 Trial balance, 2 Receivables ageing, 3 Fixed asset roll-forward.',
    );
    expect(await readdir(folder)).not.toContain('unpicked.xlsx');
  });

  test('--pages reads these pages alone; beyond the end it says how many there are', async () => {
    const some = await run(path, '--pages', '4', '--format', 'json', '-o', inFolder('page.json'));
    expect(some).toMatchObject({ code: 0 });
    expect(some.printed).toMatch(/ 5 pages {3}1 digital, 4 not asked for$/m);
    expect(some.printed).toContain('Page 4 of 5 was asked for.');
    expect(some.printed.match(/^[✓✗–] /gm)).toHaveLength(1);
    const beyond = await run(path, '--pages', '4-9');
    expect(beyond).toMatchObject({ code: 1, said: expect.stringContaining('The file has 5 pages') });
  });

  test('--max-cost: beyond it the command ends with 3 and what it would cost, and nothing is spent', async () => {
    const { code, printed, said } = await run(inFolder('scan.pdf'), '--max-cost', '0.23', '--json');
    expect(code).toBe(3);
    expect(said).toContain('2 pages have to be recognised for 24 cents, the cap is 23 cents');
    expect((JSON.parse(printed) as Report).files[0]?.cost).toMatchObject({ spentCents: 0, capCents: 23 });
  });

  test('--strict ends with 2 over a schedule that is not proved, unless it was not picked', async () => {
    const orchard = fileURLToPath(new URL('../../samples/orchard-bank-statement.pdf', import.meta.url));
    const out = ['-o', inFolder('strict.xlsx')];
    expect(await run(orchard, '--strict', ...out)).toMatchObject({ code: 2 });
    expect(await run(orchard, '--strict', '--pick', '2', ...out)).toMatchObject({ code: 0 });
    expect(await readdir(folder)).toContain('strict.xlsx');
  });

  test('Ctrl-C cancels the job, keeps what was read by then, and ends with 130', async () => {
    const file = inFolder('long.pdf');
    const pdf = await PDFDocument.load(await sample(digitalSample));
    const scan = await PDFDocument.load(await tinyScan(2));
    for (const page of await pdf.copyPages(scan, [0, 1])) pdf.addPage(page);
    await writeFile(file, await pdf.save());
    // A page takes ten minutes: what ends within the test was cancelled.
    const slow = { ...settings, OCR_FIXED_LATENCY_MS: '600000', OCR_PAGE_TIMEOUT_MS: '600000' };
    const env = environmentWith({ ...slow, LOG_LEVEL: 'silent' });
    const child = spawn(
      process.execPath,
      [command, 'run', file, '-o', inFolder('kept.json'), '--format', 'json'],
      {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const ended = once(child, 'close') as Promise<[number | null]>;
    let printed = '';
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      if (!said.includes('page 5/7') && (said + chunk.toString()).includes('page 5/7')) child.kill('SIGINT');
      said += chunk.toString();
    });
    expect((await ended)[0]).toBe(130);
    expect(said).toContain('Cancelling; press Ctrl-C again to end at once.');
    expect(printed).toContain(
      'Cancelled: 5 of 7 pages had been read, for $0.00; what stands on them was kept.',
    );
    const kept: unknown = JSON.parse(await readFile(inFolder('kept.json'), 'utf8'));
    const { source, schedules } = exportForm.parse(kept);
    expect(schedules).toHaveLength(3);
    expect(source).toMatchObject({
      partial: true,
      partialSentence: 'The job was cancelled when 5 pages had been read.',
    });
  });

  test.each([
    [['run', 'a.pdf', '--colour'], 64, "Unknown option '--colour'"],
    [['run'], 64, 'Name at least one PDF'],
    [['lift'], 64, 'There is no command "lift"'],
    [['toString'], 64, 'There is no command "toString"'],
  ])('%j is wrong use', async (args, code, message) => {
    const outcome = await runCommand(args, settings);
    expect(outcome).toMatchObject({ code, printed: '', said: expect.stringContaining(message) });
  });

  test.each([
    [['--help'], 'ledgerlift run'],
    [['run', '--help'], '--max-cost 5'],
    [['--version'], 'ledgerlift 0.'],
    [['doctor', '--help'], 'the ledger of DATABASE_URL'],
  ])('%j is answered on stdout', async (args, text) => {
    const outcome = await runCommand(args, settings);
    expect(outcome).toMatchObject({ code: 0, printed: expect.stringContaining(text), said: '' });
  });
});

test('a second Ctrl-C ends at once, where the first could not', async () => {
  const module = new URL('../../bin/interruption.ts', import.meta.url).href;
  const code = `const { Interruption } = await import(${JSON.stringify(module)});
    new Interruption(130).signal.addEventListener('abort', () => console.log('cancelling'));
    setInterval(() => {}, 1000);
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (printed === '') child.kill('SIGINT');
    printed += chunk.toString();
  });
  await waitUntil(
    async () => printed,
    (text) => text.includes('cancelling'),
  );
  await waitUntil(
    async () => child.kill('SIGINT') && child.exitCode,
    (exitCode) => exitCode !== null,
  );
  expect((await ended)[0]).toBe(130);
});
