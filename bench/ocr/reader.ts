import type { PlacedText } from './scan-set.ts';

/** Something that reads scanned PDFs: the product, or a peer. */
export interface Reader {
  name: string;
  /** The words of each page as displayed, and how long the file took, with `workers` pages at once. */
  read(file: string, workers: number): Promise<FileReading>;
  close?(): Promise<void>;
}

export interface FileReading {
  pages: PlacedText[][];
  seconds: number;
}
