import type { Schedule } from '../schedules/schedule.ts';
import { EditRefused } from './edit-refused.ts';
import { foldInput } from './fold-input.ts';

/** Another name; the kind and the proof stay. */
export function rename(schedule: Schedule, { name }: { name: string }): Schedule {
  const folded = foldInput(name);
  if (folded === '') throw new EditRefused('A schedule needs a name. Type one.');
  if (folded.length > LONGEST_NAME)
    throw new EditRefused(
      `A name takes ${LONGEST_NAME} characters and this one has ${folded.length}. Shorten it.`,
    );
  return { ...schedule, name: folded };
}

const LONGEST_NAME = 200;
