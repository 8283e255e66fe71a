import { finishPaper, newPage, openPaper } from '../draw/paper.ts';
import { addImagePage } from '../draw/place-image.ts';
import { seededRandom } from '../draw/random.ts';
import { renderGrey } from '../draw/render-grey.ts';
import { scan } from '../draw/scan.ts';
import { drawDebtors } from './draw-debtors.ts';

/** `kestrel-ageing-scan.pdf`: one landscape A4 page as a scanner leaves it, a picture without text; typewriter, bare. */
export async function makeKestrel(): Promise<Uint8Array> {
  const about = {
    title: 'Aged debtors, 30 September 2024 (scan)',
    author: 'Kestrel Supplies Ltd',
    typeface: 'mono',
    size: [842, 595] as [number, number],
    date: new Date('2024-10-02T08:30:00Z'),
  } as const;
  const clean = await openPaper(about);
  drawDebtors(newPage(clean));
  const picture = await renderGrey(await finishPaper(clean), 200);
  const traits = { skewDegrees: 0.7, dust: 0.00006, grain: 22, random: seededRandom(1951) };
  const scanned = await openPaper(about);
  addImagePage(scanned.document, scan(picture, traits), { size: about.size, bits: 4 });
  return finishPaper(scanned);
}
