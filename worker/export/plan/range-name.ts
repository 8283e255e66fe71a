import { sheetName } from '../sheet-name.ts';

/** Excel's limit is 255; a longer name than this nobody types. */
export const LONGEST_RANGE_NAME = 60;

/**
 * A name for cells that Excel accepts: letters without accents, digits and "_", no digit first, and nothing that could be an address
 * in either notation ("AB12", "R1C1") or a truth value. Never empty.
 */
export function rangeName(text: string, longest: number = LONGEST_RANGE_NAME): string {
  const plain = sheetName(text, 200).normalize('NFKD').replace(/\p{M}/gu, '');
  const name = plain
    .replace(/[^A-Za-z0-9]+/g, '_')
    .slice(0, longest - PREFIX.length)
    .replace(/^_+|_+$/g, '');
  if (name === '') return 'Schedule';
  return /^\d|^[A-Za-z]{1,4}\d*$|^[Rr]\d*[Cc]\d*$|^true$|^false$/i.test(name) ? PREFIX + name : name;
}

const PREFIX = 'Schedule_';
