import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { tiltBoxBack } from '#worker/ocr/tilt-box.ts';
import { degrade } from './degrade.ts';
import type { Profile } from './profile.ts';
import type { ScanSet, TruePage } from './scan-set.ts';
import { addImagePage } from '../../samples/draw/place-image.ts';
import { seededRandom } from '../../samples/draw/random.ts';
import { trueWords, withPdf } from './true-pages.ts';

/** A page of a digital document. */
export interface PageChoice {
  file: string;
  page: number;
}

/** At most `count` pages with figures in their text layers, spread evenly over the documents of a folder. */
export async function choosePages(corpus: string, count: number): Promise<PageChoice[]> {
  const names = (await readdir(corpus)).filter((name) => name.endsWith('.pdf')).sort();
  const choices: PageChoice[] = [];
  for (const name of names) choices.push(...(await pagesWithFigures(join(corpus, name))));
  const step = Math.max(1, choices.length / count);
  return choices.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

const LEAST_FIGURES = 10;

async function pagesWithFigures(file: string): Promise<PageChoice[]> {
  return withPdf(file, async (document) => {
    const pages: PageChoice[] = [];
    for (let page = 1; page <= document.pageCount; page += 1) {
      const { model } = await document.readPage(page);
      const figures = model.words.filter(({ text }) => /^\W*\d[\d.,]+\W*$/.test(text));
      if (figures.length >= LEAST_FIGURES) pages.push({ file, page });
    }
    return pages;
  });
}

/** The chosen pages as a scanner of the profile gives them, in one PDF of pictures. Made once, then taken from `folder`. */
export async function makeSet(choices: PageChoice[], profile: Profile, folder: string): Promise<ScanSet> {
  const [file, truth] = [join(folder, `${profile.name}.pdf`), join(folder, `${profile.name}.truth.json`)];
  if (existsSync(truth)) return JSON.parse(await readFile(truth, 'utf8')) as ScanSet;
  const random = seededRandom(profile.name.length + profile.dpi);
  const scans = await PDFDocument.create();
  const pages: TruePage[] = [];
  for (const { file: source, page } of choices) {
    pages.push(
      await withPdf(source, async (document) => {
        const { model } = await document.readPage(page);
        const picture = await document.renderGrey(page, { dpi: profile.dpi });
        const { image, skewDegrees } = degrade(picture, profile, random);
        const size = {
          widthPoints: (image.width * 72) / image.dpi,
          heightPoints: (image.height * 72) / image.dpi,
        };
        addImagePage(scans, image, {
          size: [size.widthPoints, size.heightPoints],
          bits: profile.bilevel ? 1 : 8,
        });
        const words = trueWords(model).map(({ text, box }) => ({
          text,
          box: tiltBoxBack(box, { ...size, skewDegrees }),
        }));
        return { id: `${basename(source, '.pdf')} page ${page}`, words };
      }),
    );
  }
  await writeFile(file, await scans.save());
  const set = { name: profile.name, file, pages };
  await writeFile(truth, JSON.stringify(set));
  return set;
}
