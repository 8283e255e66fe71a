/** A page of the source as a person sees it, to travel in the workbook. */
export interface PagePicture {
  /** From 1. */
  page: number;
  png: Uint8Array;
  /** Size of the page as displayed, which the picture shows to its edges: the boxes of cells are within it. */
  widthPoints: number;
  heightPoints: number;
}
