import type { PDFDocument, PDFFont } from 'pdf-lib';

/**
 * Adds a page with a table of labels and amounts, different for each seed, as a recogniser has work with: `rows` rows
 * of a label and two amounts, in Helvetica of 9 to 12 points.
 */
export function addTablePage(document: PDFDocument, font: PDFFont, { seed, rows }: Drawing): void {
  const random = randomFrom(seed);
  const size = 9 + Math.floor(random() * 4);
  const leading = size * (1.5 + random() / 2);
  const width = 260 + Math.floor(random() * 140);
  const page = document.addPage([width, leading * (rows + 1.5)]);
  for (let row = 0; row < rows; row += 1) {
    const y = leading * (rows - row);
    page.drawText(LABELS[Math.floor(random() * LABELS.length)] ?? '', { x: 20, y, size, font });
    for (const right of [width - 90, width - 20]) {
      const text = Math.floor(random() ** 3 * 9_999_999).toLocaleString('en-US');
      page.drawText(text, { x: right - font.widthOfTextAtSize(text, size), y, size, font });
    }
  }
}

interface Drawing {
  seed: number;
  rows: number;
}

const LABELS = ['Opening balance', 'Additions', 'Disposals', 'Trade debtors', 'Accruals', 'Cash at bank'];

/** Numbers from 0 to 1, the same for the same seed: the digits of sines far apart. */
function randomFrom(seed: number): () => number {
  let step = seed * 1000;
  return () => {
    step += 1;
    const wide = Math.sin(step) * 10_000;
    return wide - Math.floor(wide);
  };
}
