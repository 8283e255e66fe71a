import type { Pen } from '../draw/paper.ts';
import { write } from '../draw/write.ts';

export interface PageTexts {
  title: string;
  subtitle: string;
  page: number;
}

/** Title and foot that every schedule of Harbor Mill carries; gives the y at which its table may begin. */
export function drawPageFrame(pen: Pen, { title, subtitle, page }: PageTexts): number {
  const left = 54;
  write(pen, 'Harbor Mill Foods, Inc.', { x: left, y: 56, size: 10.5 });
  write(pen, title, { x: left, y: 76, size: 15, font: pen.fonts.bold });
  write(pen, subtitle, { x: left, y: 92, size: 10, font: pen.fonts.italic });
  const foot = { y: pen.heightPoints - 34, size: 8.5 };
  write(pen, 'Prepared by D. Okafor, February 11, 2025', { ...foot, x: left });
  write(pen, `${page}`, { ...foot, x: pen.widthPoints - left, align: 'right' });
  return 108;
}
