import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

const run = promisify(execFile);

export const hasOffice = spawnSync('soffice', ['--version']).status === 0;

/** Stands as the result of every formula before a spreadsheet works it out. */
export const WRONG = 987_654_321;

/** Without it LibreOffice trusts the cached results of files it did not write itself. 0 is "always". */
const RECALCULATE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`;

/**
 * What LibreOffice makes of workbooks: each opened, worked out and saved again, in one run. All results are made wrong before, so
 * that a right one can only come from recalculation. A workbook that it does not open has no answer.
 */
export async function recalculated(books: readonly Uint8Array[]): Promise<(Uint8Array | null)[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerlift-office-'));
  try {
    await mkdir(join(folder, 'profile', 'user'), { recursive: true });
    await writeFile(join(folder, 'profile', 'user', 'registrymodifications.xcu'), RECALCULATE);
    const files = books.map((_, index) => join(folder, `${index}.xlsx`));
    for (const [index, book] of books.entries()) await writeFile(files[index] ?? '', spoilResults(book));
    await convert(folder, files);
    const saved = books.map(async (_, index) =>
      readFile(join(folder, 'out', `${index}.xlsx`)).catch(() => null),
    );
    return await Promise.all(saved);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function convert(folder: string, files: string[]): Promise<void> {
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  const target = ['--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', join(folder, 'out')];
  const timeout = 120_000 + files.length * 20_000;
  await run('soffice', [profile, '--headless', '--norestore', ...target, ...files], {
    timeout,
    maxBuffer: 50_000_000,
  });
}

function spoilResults(bytes: Uint8Array): Uint8Array {
  const parts = Object.entries(unzipSync(bytes)).map(([name, content]) => {
    if (!name.startsWith('xl/worksheets/sheet')) return [name, content] as const;
    const spoiled = strFromU8(content).replace(/<\/f><v>[^<]*<\/v>/g, `</f><v>${WRONG}</v>`);
    return [name, strToU8(spoiled)] as const;
  });
  return zipSync(Object.fromEntries(parts), { level: 1 });
}
