import type { Box } from '#worker/page/page-model.ts';

/** A scanned PDF and what stands on its pages. */
export interface ScanSet {
  name: string;
  file: string;
  /** In the order of the file. */
  pages: TruePage[];
}

export interface TruePage {
  /** Where the page comes from, for messages. */
  id: string;
  words: PlacedText[];
}

/** Text with its box on the page as displayed, points. */
export interface PlacedText {
  text: string;
  box: Box;
}
