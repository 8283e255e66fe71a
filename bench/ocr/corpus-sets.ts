import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { tiltBoxBack } from '#worker/ocr/tilt-box.ts';
import type { PageModel } from '#worker/page/page-model.ts';
import type { ScanSet, TruePage } from './scan-set.ts';
import { trueWords, withPdf } from './true-pages.ts';

/** What is read of a scan's JSON (the corpus's README has the format). */
interface ScanNote {
  scan: { of: string; skew_deg: number[] };
}

/** One set for each scan of a corpus whose digital original lies in `originals`: its text layer is the truth. */
export async function corpusSets(scans: string, originals: string): Promise<ScanSet[]> {
  const names = (await readdir(scans)).filter((name) => name.endsWith('.pdf')).sort();
  const sets: ScanSet[] = [];
  for (const name of names) {
    const id = basename(name, '.pdf');
    const { scan } = JSON.parse(await readFile(join(scans, `${id}.json`), 'utf8')) as ScanNote;
    const original = join(originals, `${scan.of}.pdf`);
    if (!existsSync(original)) continue;
    const pages = await withPdf(original, async (document) => {
      const all: TruePage[] = [];
      for (let page = 1; page <= document.pageCount; page += 1) {
        const { model } = await document.readPage(page);
        all.push(truthOf(model, { id: `${id} page ${page}`, skewDegrees: scan.skew_deg[page - 1] ?? 0 }));
      }
      return all;
    });
    sets.push({ name: id, file: join(scans, name), pages });
  }
  return sets;
}

/** The corpus counts its skew counter-clockwise. */
function truthOf(model: PageModel, { id, skewDegrees }: { id: string; skewDegrees: number }): TruePage {
  const sideways = model.turnedDegrees % 180 !== 0;
  const size = {
    widthPoints: sideways ? model.heightPoints : model.widthPoints,
    heightPoints: sideways ? model.widthPoints : model.heightPoints,
  };
  return {
    id,
    words: trueWords(model).map(({ text, box }) => ({
      text,
      box: tiltBoxBack(box, { ...size, skewDegrees: -skewDegrees }),
    })),
  };
}
