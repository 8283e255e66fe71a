import { strFromU8 } from 'fflate';
import { exportForm } from '#shared/schedules/export-form.ts';
import type { ExportDocument } from './export-document.ts';

/** The document of a JSON export as writeJson made it. Throws SyntaxError or ZodError where it is none of this version. */
export function readJson(bytes: Uint8Array): ExportDocument {
  const { source, schedules } = exportForm.parse(JSON.parse(strFromU8(bytes)));
  return {
    ...source,
    schedules: schedules.map(({ id, ordinal, edits, ...schedule }) => ({
      id,
      ordinal,
      schedule,
      ...(edits ? { edits } : {}),
    })),
  };
}
