import type { PagePicture } from '../page-picture.ts';
import type { SheetLink } from './sheet-model.ts';

/** Where the pages of the source stand in the workbook. */
export interface PagePlaces {
  /** Name of the sheet with the picture of a page, or null where there is none. */
  sheetOf(page: number): string | null;
  /** The cell beside a height of the page, in points from its top edge; null where the page has no sheet. */
  at(page: number, y: number): SheetLink | null;
}

/** First row of the picture; above it stand the page and its file. */
export const PICTURE_ROW = 4;

/** Points; every row beside a picture is given this height, so that a row is a known place on it. */
export const PICTURE_ROW_HEIGHT = 15;

/** A picture is shown in the size of the page, a larger page at this width: zooming in costs a person less than scrolling. */
const MOST_WIDTH = 900;

/** `fileNo` counts from 1 and is null where the workbook is of one file. */
export function pagePlaces(pictures: readonly PagePicture[], fileNo: number | null): PagePlaces {
  const byPage = new Map(pictures.map((picture) => [picture.page, picture]));
  const sheetOf = (page: number): string | null => (byPage.has(page) ? pageSheetName(page, fileNo) : null);
  return {
    sheetOf,
    at(page, y) {
      const [picture, sheet] = [byPage.get(page), sheetOf(page)];
      return picture && sheet ? { sheet, at: { row: pictureRow(picture, y), col: 1 } } : null;
    },
  };
}

/** "Page 3", in a workbook of several files "File 2 page 3". */
export function pageSheetName(page: number, fileNo: number | null): string {
  return fileNo === null ? `Page ${page}` : `File ${fileNo} page ${page}`;
}

/** Size of a picture on its sheet, in points. */
export function pictureSize({ widthPoints, heightPoints }: PagePicture): { width: number; height: number } {
  const scale = Math.min(1, MOST_WIDTH / widthPoints);
  return { width: widthPoints * scale, height: heightPoints * scale };
}

/** Row of the sheet beside a height of the page. */
export function pictureRow(picture: PagePicture, y: number): number {
  const { height } = pictureSize(picture);
  const shown = Math.min(Math.max((y / picture.heightPoints) * height, 0), Math.max(height - 1, 0));
  return PICTURE_ROW + Math.floor(shown / PICTURE_ROW_HEIGHT);
}
