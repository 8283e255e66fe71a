import type { PlacedSource } from './placed-source.ts';

/** What a workbook is of: the name of its file, or "3 files". */
export function filesText(sources: readonly Pick<PlacedSource, 'document'>[]): string {
  const [only, second] = sources;
  return only && !second ? only.document.filename : `${sources.length} files`;
}
