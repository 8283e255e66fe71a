import { finishPaper, newPage, openPaper } from '../draw/paper.ts';
import { drawFixedAssets } from './draw-fixed-assets.ts';
import { drawStatement } from './draw-statement.ts';

/** `orchard-bank-statement.pdf`: a running balance over three sheets and a schedule with a misprint; sans, zebra, A4. */
export async function makeOrchard(): Promise<Uint8Array> {
  const paper = await openPaper({
    title: 'Bank statement and fixed assets, 31 December 2024',
    author: 'Orchard Vale Cider Co. Ltd',
    typeface: 'sans',
    size: [595, 842],
    date: new Date('2025-01-20T09:00:00Z'),
  });
  drawStatement(paper);
  drawFixedAssets(newPage(paper));
  return finishPaper(paper);
}
