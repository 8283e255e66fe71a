import { cleanText } from './clean-text.ts';

/** Excel's limit, in UTF-16 units. */
export const LONGEST_SHEET_NAME = 31;

/**
 * A sheet name Excel accepts: none of []:*?/\ and no "!", which ends a sheet name in an address; an apostrophe becomes a
 * typographic one, because the library does not double it in print titles; never empty, and never "History", which Excel keeps.
 */
export function sheetName(text: string, longest: number = LONGEST_SHEET_NAME): string {
  const line = cleanText(text)
    .replace(/'/g, '’')
    .replace(/[[\]:*?/\\!]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const name = cut(line, longest).trim() || 'Schedule';
  return name.toLowerCase() === 'history' ? 'History (schedule)' : name;
}

/** Between words where that does not cost too much of the name. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = text.slice(0, longest);
  const space = text[longest] === ' ' ? longest : kept.lastIndexOf(' ');
  if (space > longest * 0.6) return kept.slice(0, space);
  return /[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept;
}
