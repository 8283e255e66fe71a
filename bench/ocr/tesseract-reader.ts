import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inParallel } from './in-parallel.ts';
import type { Reader } from './reader.ts';
import { runTool } from './run-tool.ts';
import type { PlacedText } from './scan-set.ts';

const DPI = 300;

/**
 * What most would do by hand: pdftoppm, then one native tesseract process a page. `model` names a folder with another
 * eng.traineddata than Debian's "fast" one.
 */
export function tesseractReader(model?: string): Reader {
  const data = model === undefined ? [] : ['--tessdata-dir', model];
  return {
    name: model === undefined ? 'tesseract (fast)' : 'tesseract (same model)',
    read: async (file, workers) => {
      const folder = await mkdtemp(join(tmpdir(), 'bench-ocr-'));
      try {
        const startedAt = performance.now();
        await runTool('pdftoppm', ['-gray', '-r', String(DPI), file, join(folder, 'p')]);
        const pictures = (await readdir(folder)).sort();
        const pages = await inParallel(pictures.length, workers, async (index) => {
          const picture = join(folder, pictures[index] ?? '');
          const options = ['--psm', '3', '--dpi', String(DPI), '-c', 'tessedit_create_tsv=1'];
          return wordsOfTsv(await runTool('tesseract', [picture, 'stdout', ...data, ...options]));
        });
        return { pages, seconds: (performance.now() - startedAt) / 1000 };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** level page block par line word left top width height conf text */
function wordsOfTsv(tsv: string): PlacedText[] {
  return tsv
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((fields) => fields[0] === '5' && fields[11]?.trim() !== '')
    .map((fields) => {
      const [left = 0, top = 0, width = 0, height = 0] = fields
        .slice(6, 10)
        .map((field) => (Number(field) * 72) / DPI);
      return { text: fields[11] ?? '', box: [left, top, left + width, top + height] as const };
    });
}
