import { strToU8 } from 'fflate';
import { SCHEMA_VERSION } from '#shared/schedules/schema-version.ts';
import type { ExportDocument } from './export-document.ts';
import { type WrittenFile, writtenFile } from './written-file.ts';

/** The schedules with boxes, confidence and proof, and where they come from. Keys stand in one order wherever the data came from. */
export function writeJson(document: ExportDocument): WrittenFile {
  const { schedules, sourceUrl, ...source } = document;
  const content = {
    format: 'ledgerlift-schedules',
    version: SCHEMA_VERSION,
    source: { ...source, ...(sourceUrl === undefined ? {} : { sourceUrl }) },
    schedules: schedules.map(({ id, ordinal, schedule, edits = [] }) => ({
      id,
      ordinal,
      ...schedule,
      ...(edits.length > 0 ? { edits } : {}),
    })),
  };
  const text = `${JSON.stringify(inOrder(content), null, 1)}\n`;
  return writtenFile('json', strToU8(text));
}

/** The order of keys at every depth, as a person would read them; a key that is not named here follows in alphabetical order. */
const ORDER = (
  'format version source jobId filename sha256 bytes pageCount completedAt partial partialSentence sourceUrl schedules ' +
  'id ordinal kind name title entity period unit currency caption pages parts page firstRow rowCount columns heading role level ' +
  'rows cells raw value type text iso ambiguous minor scale footnote confidence box alternatives colSpan rowSpan kept ' +
  'proof state sentence coveredCells amountCells checks prover identity target addends row col sign constantMinor printedMinor ' +
  'computedMinor repairs reading misreading amongAlternatives heals beforeMinor afterMinor doubts reason ties other edits read by proved'
).split(' ');
const RANK = new Map(ORDER.map((key, rank) => [key, rank]));

/** The database gives JSON back with its keys in an order of its own. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(
    ([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

function rank(key: string): number {
  return RANK.get(key) ?? ORDER.length;
}
