import { rgb } from 'pdf-lib';
import type { Pen } from '../draw/paper.ts';
import { rule, write, writeParagraph } from '../draw/write.ts';

/** The letter that goes before the schedules: prose with figures in it, and nothing that is a table. */
export function drawLetter(pen: Pen): void {
  drawLetterhead(pen);
  const lines = [
    'Ms. Eleanor Whitcombe',
    'Whitcombe & Ash LLP',
    '310 Harbor Street, Suite 400',
    'Port Ellis, ME 04099',
  ];
  write(pen, 'February 14, 2025', { x: left, y: 168, size });
  for (const [index, line] of lines.entries()) write(pen, line, { x: left, y: 200 + index * leading, size });
  write(pen, 'Schedules for the audit of the year ended December 31, 2024', {
    x: left,
    y: 288,
    size,
    font: pen.fonts.bold,
  });
  write(pen, 'Dear Ms. Whitcombe,', { x: left, y: 316, size });
  let y = 340;
  for (const paragraph of paragraphs)
    y = writeParagraph(pen, paragraph, { x: left, y, width, leading, size }) + 8;
  write(pen, 'Yours sincerely,', { x: left, y: y + 8, size });
  write(pen, 'Daniel R. Okafor', { x: left, y: y + 62, size, font: pen.fonts.italic });
  write(pen, 'Controller', { x: left, y: y + 62 + leading, size });
}

const [left, width, size, leading] = [84, 444, 11, 15];
const navy = rgb(0.12, 0.23, 0.3);

const paragraphs = [
  'With this letter you receive the schedules that you asked for in your request list of January 27. They were ' +
    'taken from the general ledger on February 11, after the last closing entries were posted, and we do not expect ' +
    'any change to them.',
  'The trial balance is on pages 2 and 3. Trade receivables stand in it at $2,184,613.75 before the allowance of ' +
    '$64,500.00; the ageing on page 4 shows the same amount by customer. Marlow Brothers returned a delivery in ' +
    'November, and the credit of $4,310.00 had not been used by the end of the year.',
  'The roll-forward of property, plant and equipment on page 5 is kept at book values in whole dollars. Additions ' +
    'of 2024 were mainly the new silo roof (completed in June) and three forklifts. Nothing was impaired, and no ' +
    'asset was pledged beyond the term loan that you already have on file.',
  'If a figure cannot be followed to its source, please call me at extension 214 or write to the address above. ' +
    'Invoices for all additions over $5,000 are in the binder that Mr. Lindqvist will bring on Monday.',
];

function drawLetterhead(pen: Pen): void {
  write(pen, 'HARBOR MILL FOODS, INC.', { x: left, y: 84, size: 17, font: pen.fonts.bold, ink: navy });
  write(pen, '12 Mill Wharf · Port Ellis, ME 04098 · harbormill.example', {
    x: left,
    y: 102,
    size: 9.5,
    ink: navy,
  });
  rule(pen, { x0: left, x1: left + width, y: 114, thick: 1.2, ink: navy });
}
