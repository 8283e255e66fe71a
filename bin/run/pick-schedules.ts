import { AppError } from '#shared/errors.ts';
import type { NumberRanges } from '#shared/number-ranges.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';

/** Those that were picked by their ordinals, all without a pick. Throws `unknown-schedule`, naming what there is. */
export function pickSchedules(schedules: ScheduleHead[], pick: NumberRanges | null): ScheduleHead[] {
  if (pick === null) return schedules;
  // Ordinals count from 1 without a gap.
  if (pick.last <= schedules.length) return schedules.filter(({ ordinal }) => pick.has(ordinal));
  const names = schedules.map(({ ordinal, name }) => `${ordinal} ${name}`).join(', ');
  const found = names === '' ? 'no schedule was found' : `pick from ${names}`;
  throw new AppError('unknown-schedule', `There is no schedule ${pick.last}: ${found}.`);
}
