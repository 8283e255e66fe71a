import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reader } from './reader.ts';
import { runTool } from './run-tool.ts';
import type { PlacedText } from './scan-set.ts';

/** ocrmypdf as Debian has it, without PDF/A and optimising, which are not reading; the words from its text layer. */
export function ocrmypdfReader(): Reader {
  return {
    name: 'ocrmypdf',
    read: async (file, workers) => {
      const folder = await mkdtemp(join(tmpdir(), 'bench-ocr-'));
      try {
        const read = join(folder, 'read.pdf');
        const startedAt = performance.now();
        const plain = ['--output-type', 'pdf', '--optimize', '0', '--quiet'];
        await runTool('ocrmypdf', [...plain, '--jobs', String(workers), file, read]);
        const seconds = (performance.now() - startedAt) / 1000;
        return { pages: pagesOfXml(await runTool('pdftotext', ['-bbox', read, '-'])), seconds };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function pagesOfXml(xml: string): PlacedText[][] {
  return xml
    .split('<page ')
    .slice(1)
    .map((page) =>
      [...page.matchAll(/<word xMin="([^"]*)" yMin="([^"]*)" xMax="([^"]*)" yMax="([^"]*)">([^<]*)</g)].map(
        ([, x0, y0, x1, y1, text = '']) => ({
          text: unescape(text),
          box: [Number(x0), Number(y0), Number(x1), Number(y1)] as const,
        }),
      ),
    );
}

function unescape(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '');
}
