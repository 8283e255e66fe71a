import type { Misreading } from '#shared/schedules/schedule.ts';

/** What went wrong in the eye of the recogniser, "8 read as 3"; empty where words would not help. */
export function misreadingWords(misreading: Misreading, raw: string, reading: string): string {
  return misreading === 'digit' ? swapped(raw, reading) : WORDS[misreading];
}

const WORDS: Record<Exclude<Misreading, 'digit'>, string> = {
  'lost-digit': 'a digit was lost',
  'doubled-digit': 'a digit was read twice',
  sign: 'its sign was misread',
  bracket: 'a bracket was misread',
  'decimal-point': 'its decimal point was misread',
  other: '',
};

/** The one figure that differs, where texts are of one length; the same digit misread twice is told once. */
function swapped(raw: string, reading: string): string {
  if (raw.length !== reading.length) return '';
  const pairs = Array.from(reading, (is, at) => [is, raw.charAt(at)] as const).filter(
    ([is, was]) => is !== was,
  );
  const [first] = pairs;
  if (!first || pairs.some(([is, was]) => is !== first[0] || was !== first[1])) return '';
  return `${first[0] === '8' ? 'an' : 'a'} ${first[0]} read as ${first[1]}`;
}
