import { KINDS } from '../kinds/kinds.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { EditRefused } from './edit-refused.ts';

/** Another kind, whose identities the schedule is proved by. A name that is that of the old kind becomes that of the new one. */
export function changeKind(schedule: Schedule, { kind }: { kind: string }): Schedule {
  const named = (id: string) => KINDS.find((one) => one.id === id)?.name;
  if (kind !== 'table' && named(kind) === undefined)
    throw new EditRefused(
      `There is no kind of schedule called ${kind.slice(0, 80)}. Choose one of: table, ${KINDS.map(({ id }) => id).join(', ')}.`,
    );
  const name = schedule.name === (named(schedule.kind) ?? 'Table') ? (named(kind) ?? 'Table') : schedule.name;
  return { ...schedule, kind, name };
}
