import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const dpi = 100;
const marginPoints = 14;

/** Each sheet of the orchard workbook that the README shows, by words that stand on it and on no other. */
const pictures = [
  { name: 'workbook-contents.png', words: ['SHA-256', 'Confidence'] },
  { name: 'workbook-broken.png', words: ['Tangible fixed assets', 'Computers'] },
];

/**
 * `npm run pictures`: lifts a sample with the product as it is, prints its workbook with LibreOffice and cuts the README's
 * pictures out, into docs/pictures.
 */
async function makePictures(): Promise<void> {
  await requireTools();
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-pictures-'));
  try {
    const pdf = await printWorkbook(folder);
    const target = fileURLToPath(new URL('../docs/pictures', import.meta.url));
    await mkdir(target, { recursive: true });
    for (const { name, words } of pictures) {
      const page = await findPage(pdf, words);
      await cut(pdf, page, join(target, name));
      console.log(`docs/pictures/${name}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function requireTools(): Promise<void> {
  const asked = [
    ['soffice', '--version'],
    ['pdftoppm', '-v'],
    ['pdftotext', '-v'],
  ] as const;
  for (const [tool, flag] of asked) {
    await run(tool, [flag]).catch(() => {
      throw new Error(`${tool} is not installed: the pictures need LibreOffice Calc and poppler-utils.`);
    });
  }
}

/** The orchard workbook as a PDF, one page or more for each sheet. */
async function printWorkbook(folder: string): Promise<string> {
  const command = fileURLToPath(new URL('../bin/ledgerlift.mjs', import.meta.url));
  const sample = fileURLToPath(new URL('orchard-bank-statement.pdf', import.meta.url));
  const workbook = join(folder, 'orchard.xlsx');
  const data = ['env', `DATA_FOLDER=${join(folder, 'data')}`] as const;
  await run(data[0], [data[1], process.execPath, command, 'run', sample, '-o', workbook]);
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  await run('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, workbook]);
  return join(folder, 'orchard.pdf');
}

async function findPage(pdf: string, words: readonly string[]): Promise<number> {
  const { stdout } = await run('pdftotext', ['-layout', pdf, '-']);
  const page = stdout.split('\f').findIndex((text) => words.every((word) => text.includes(word)));
  if (page === -1) throw new Error(`No sheet has ${words.join(', ')}: has the workbook changed?`);
  return page + 1;
}

/** The part of the page that has words on it, but for the footer. */
async function cut(pdf: string, page: number, target: string): Promise<void> {
  const only = ['-f', String(page), '-l', String(page)];
  const { stdout } = await run('pdftotext', [...only, '-bbox', pdf, '-']);
  const height = Number(/<page [^>]*height="([\d.]+)"/.exec(stdout)?.[1]);
  const boxes = [...stdout.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g)]
    .map((box) => box.slice(1).map(Number))
    .filter(([, top = 0]) => top < height * 0.93);
  const edge = (at: number, pick: (...numbers: number[]) => number): number =>
    pick(...boxes.map((box) => box[at] ?? 0));
  const left = edge(0, Math.min) - marginPoints;
  const top = edge(1, Math.min) - marginPoints;
  const width = edge(2, Math.max) + marginPoints - left;
  const tall = edge(3, Math.max) + marginPoints - top;
  const pixels = [left, top, width, tall].map((points) =>
    String(Math.round((Math.max(0, points) * dpi) / 72)),
  );
  const [x = '', y = '', w = '', h = ''] = pixels;
  const crop = ['-x', x, '-y', y, '-W', w, '-H', h];
  await run('pdftoppm', [
    ...only,
    '-r',
    String(dpi),
    ...crop,
    '-singlefile',
    '-png',
    pdf,
    target.replace(/\.png$/, ''),
  ]);
}

await makePictures();
