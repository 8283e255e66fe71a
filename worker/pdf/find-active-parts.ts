import type { FileText } from '#worker/pdf/file-text.ts';

/** What a viewer would run, start, send or unpack. */
export type ActivePart =
  | 'javascript'
  | 'launch-action'
  | 'form-submission'
  | 'embedded-file'
  | 'rich-media'
  | 'xfa-form';

/**
 * The parts of a file that would do something in a viewer, by their names in its text. Nothing here ever runs, fetches or
 * unpacks them; this only lets it be said that they are there. A name that is written in hex digits, or packed beyond what
 * is looked into, is not found.
 */
export function findActiveParts({ plain, packed }: FileText): ActivePart[] {
  const texts = [plain, ...packed.map(({ text }) => text)];
  return MARKS.filter(([, mark]) => texts.some((text) => text.includes(mark))).map(([part]) => part);
}

/** Names of ISO 32000-1: 12.6.4, 7.11.4, 12.7.8; /RichMedia is of ISO 32000-2, 13.7. Too long to come about in packed data. */
const MARKS: readonly [part: ActivePart, mark: string][] = [
  ['javascript', '/JavaScript'],
  ['launch-action', '/Launch'],
  ['form-submission', '/SubmitForm'],
  ['embedded-file', '/EmbeddedFile'],
  ['rich-media', '/RichMedia'],
  ['xfa-form', '/XFA'],
];
