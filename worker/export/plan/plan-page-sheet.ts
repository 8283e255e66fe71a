import type { ExportDocument } from '../export-document.ts';
import { cleanText } from '../clean-text.ts';
import type { PagePicture } from '../page-picture.ts';
import { layOut, placeOf } from './layout.ts';
import { LOOKS } from './looks.ts';
import { PICTURE_ROW, PICTURE_ROW_HEIGHT, pageSheetName, pictureRow, pictureSize } from './page-places.ts';
import type { PlacedSource } from './placed-source.ts';
import type { Look, SheetCell, SheetLink, SheetModel } from './sheet-model.ts';

/** Width of the column left of the picture, which says what stands beside it and leads back, in characters and about in points. */
const MARGIN = { characters: 30, points: 160 };

/**
 * The sheet of one page: its picture, and left of it, at their heights, the schedules that begin there and the figures that a
 * person should compare, each a link to its cell.
 */
export function planPageSheet(
  picture: PagePicture,
  { document, names, fileNo }: Pick<PlacedSource, 'document' | 'names' | 'fileNo'>,
): SheetModel {
  const { width, height } = pictureSize(picture);
  const rows = Math.ceil(height / PICTURE_ROW_HEIGHT);
  const name = pageSheetName(picture.page, fileNo);
  return {
    name,
    tabColor: null,
    widths: [MARGIN.characters],
    heights: new Map(Array.from({ length: rows }, (_, row) => [PICTURE_ROW + row, PICTURE_ROW_HEIGHT])),
    cells: [
      text({ row: 1, text: name, look: LOOKS.title }),
      text({
        row: 2,
        text: `${document.filename} · page ${picture.page} of ${document.pageCount}`,
        look: LOOKS.fact,
      }),
      ...signposts(picture, { document, names }, PICTURE_ROW + rows),
    ],
    merges: [],
    frozen: { rows: 0, cols: 0 },
    repeatedRows: null,
    footer: { left: `${document.filename} · page ${picture.page}`, middle: name },
    alarms: [],
    records: null,
    picture: {
      png: picture.png,
      at: { row: PICTURE_ROW, col: 2 },
      width,
      height,
      says: `Page ${picture.page} of ${cleanText(document.filename, 120)}`,
    },
    print: { portrait: height > width + MARGIN.points, onePage: true },
  };
}

interface Signpost {
  /** Points from the top of the page. */
  y: number;
  text: string;
  look: Look;
  link: SheetLink;
}

/** A page that was read so badly that it has more is looked at from the schedule. */
const MOST_SIGNPOSTS = 60;

/** Each in the row of its height, or in the next one that is free. */
function signposts(
  picture: PagePicture,
  { document, names }: Pick<PlacedSource, 'document' | 'names'>,
  end: number,
): SheetCell[] {
  const posts = document.schedules.flatMap((exported, index) =>
    postsOf(exported.schedule, { page: picture.page, sheet: names[index] ?? '' }),
  );
  let free = 0;
  return posts
    .sort((one, other) => one.y - other.y)
    .slice(0, MOST_SIGNPOSTS)
    .flatMap(({ y, link, ...post }) => {
      const row = Math.max(pictureRow(picture, y), free);
      free = row + 1;
      return row < end ? [{ ...text({ row, ...post }), link }] : [];
    });
}

function postsOf(
  schedule: ExportDocument['schedules'][number]['schedule'],
  at: { page: number; sheet: string },
): Signpost[] {
  if (!schedule.pages.includes(at.page)) return [];
  const layout = layOut(schedule);
  const starts = schedule.parts
    .filter(({ page }) => page === at.page)
    .map(({ box }) => ({ y: box[1], text: at.sheet, look: LOOKS.link, link: { sheet: at.sheet } }));
  const doubts = schedule.doubts.flatMap(({ row, col }) => {
    const cell = schedule.rows[row]?.cells[col];
    if (!cell?.box || cell.page !== at.page) return [];
    const link = { sheet: at.sheet, at: placeOf(layout, { row, col }) };
    return [{ y: cell.box[1], text: `Look at ${cleanText(cell.raw, 24)}`, look: LOOKS.signpost, link }];
  });
  return [...starts, ...doubts];
}

function text({ row, text, look }: { row: number; text: string; look: Look }): SheetCell {
  return { row, col: 1, content: { type: 'text', text }, look };
}
