import type { ExportSource } from '../joint-document.ts';
import type { PagePlaces } from './page-places.ts';

/** A source of the workbook and where it stands in it. */
export interface PlacedSource extends ExportSource {
  /** From 1; null where the workbook is of one file. */
  fileNo: number | null;
  /** Names of the sheets of its schedules, in their order. */
  names: readonly string[];
  places: PagePlaces;
}
