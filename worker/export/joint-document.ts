import type { ExportDocument } from './export-document.ts';
import type { PagePicture } from './page-picture.ts';

/** What one file is made of: at least one job, in the order in which their files were named. It is never stored with any of them. */
export interface JointDocument {
  sources: readonly ExportSource[];
  /** Files that were asked for too and are not in it. */
  missing: readonly MissingFile[];
}

export interface ExportSource {
  document: ExportDocument;
  /** Pages ascending. */
  pictures: readonly PagePicture[];
}

interface MissingFile {
  filename: string;
  /** Why, for a person. */
  sentence: string;
}
