import { finishPaper, newPage, openPaper } from '../draw/paper.ts';
import { drawFixedAssets } from './draw-fixed-assets.ts';
import { drawLetter } from './draw-letter.ts';
import { drawReceivables } from './draw-receivables.ts';
import { drawTrialBalance } from './draw-trial-balance.ts';

/** `harbor-mill-2024.pdf`: a letter and three schedules that agree with one another; serif, hairlines, US Letter. */
export async function makeHarborMill(): Promise<Uint8Array> {
  const paper = await openPaper({
    title: 'Schedules for the year ended December 31, 2024',
    author: 'Harbor Mill Foods, Inc.',
    typeface: 'serif',
    size: [612, 792],
    date: new Date('2025-02-14T15:00:00Z'),
  });
  drawLetter(newPage(paper));
  drawTrialBalance(paper, 2);
  drawReceivables(newPage(paper), 4);
  drawFixedAssets(newPage(paper), 5);
  return finishPaper(paper);
}
