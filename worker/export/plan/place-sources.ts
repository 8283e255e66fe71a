import type { ExportSource } from '../joint-document.ts';
import { LONGEST_SHEET_NAME, sheetName } from '../sheet-name.ts';
import { uniqueNamer } from '../unique-name.ts';
import { ordinalText } from './ordinal-text.ts';
import { pagePlaces, pageSheetName } from './page-places.ts';
import type { PlacedSource } from './placed-source.ts';

/** Gives every schedule and every picture a sheet of a name that no other sheet has; `reserved` are names that are taken. */
export function placeSources(sources: readonly ExportSource[], reserved: readonly string[]): PlacedSource[] {
  const several = sources.length > 1;
  const numbered = sources.map((source, index) => ({ ...source, fileNo: several ? index + 1 : null }));
  const pages = numbered.flatMap(({ pictures, fileNo }) =>
    pictures.map(({ page }) => pageSheetName(page, fileNo)),
  );
  const nameOf = uniqueNamer(sheetName, { longest: LONGEST_SHEET_NAME, reserved: [...reserved, ...pages] });
  return numbered.map((source) => ({
    ...source,
    names: source.document.schedules.map(({ ordinal, schedule }) =>
      nameOf(`${ordinalText(ordinal, source.fileNo)} ${schedule.name}`),
    ),
    places: pagePlaces(source.pictures, source.fileNo),
  }));
}
