import type { Choices } from './choices.ts';

/** What the fields say, or what is wrong with them. */
export type ReadChoices = { choices: Choices } | { field: 'pages' | 'cap'; fault: string };

/** Reads "2-9,12" and "5.00"; empty fields ask for nothing. */
export function readChoices({ pages, cap }: { pages: string; cap: string }): ReadChoices {
  const asked = pages.replaceAll(/\s+/g, '').replaceAll('–', '-');
  if (asked !== '' && !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(asked)) {
    return { field: 'pages', fault: 'Write pages and ranges like 2-9,12.' };
  }
  const sum = cap.trim().replace(/^\$\s*/, '');
  if (sum !== '' && !/^\d{1,7}(\.\d{1,2})?$/.test(sum)) {
    return { field: 'cap', fault: 'Write an amount in dollars like 5 or 2.50.' };
  }
  return {
    choices: {
      ...(asked === '' ? {} : { pages: asked }),
      ...(sum === '' ? {} : { capCents: centsOf(sum) }),
    },
  };
}

/** By its digits: 0.29 * 100 is not 29. */
function centsOf(sum: string): number {
  const [whole = '0', part = ''] = sum.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
