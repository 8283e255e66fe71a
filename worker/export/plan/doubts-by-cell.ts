import type { CellAddress, Schedule } from '#shared/schedules/schedule.ts';
import { cleanText } from '../clean-text.ts';

/** Why a person should compare a cell with the page, as the text of a note; null where nobody needs to. */
export interface Doubts {
  count: number;
  at(address: CellAddress): string | null;
}

export function doubtsByCell({ doubts }: Pick<Schedule, 'doubts'>): Doubts {
  const notes = new Map<string, string>();
  for (const { row, col, sentence } of doubts) {
    const [at, note] = [`${row},${col}`, cleanText(sentence, LONGEST_NOTE)];
    const known = notes.get(at);
    notes.set(at, known === undefined ? note : `${known}\n${note}`);
  }
  return { count: notes.size, at: ({ row, col }) => notes.get(`${row},${col}`) ?? null };
}

const LONGEST_NOTE = 400;
