import type { Signal } from '@preact/signals';
import { Button } from '../shell/button.tsx';
import { pageRange } from '../shell/page-range.ts';
import { ProofMark } from '../shell/proof-mark.tsx';
import type { ScheduleHead } from '../shell/wire.ts';

interface SchedulePicksProps {
  schedules: ScheduleHead[];
  /** Ids. */
  chosen: Signal<ReadonlySet<string>>;
}

/** Which schedules go into the file. */
export function SchedulePicks({ schedules, chosen }: SchedulePicksProps) {
  const set = (id: string, on: boolean): void => {
    const next = new Set(chosen.value);
    if (on) next.add(id);
    else next.delete(id);
    chosen.value = next;
  };
  const all = chosen.value.size === schedules.length;
  return (
    <fieldset class="picks">
      <legend>Schedules</legend>
      {schedules.length === 0 ? (
        <p class="soft">No schedule was found in this file. The searchable PDF can still be made.</p>
      ) : (
        <ul class="rows panel">
          {schedules.map((schedule) => (
            <li key={schedule.id}>
              <label class="pick">
                <input
                  type="checkbox"
                  checked={chosen.value.has(schedule.id)}
                  onChange={(event) => set(schedule.id, event.currentTarget.checked)}
                />
                <span>
                  <span class="row-name">{schedule.name}</span>
                  <span class="row-facts">
                    {pageRange(schedule.pages)} · {schedule.proof.sentence}
                  </span>
                </span>
                <ProofMark state={schedule.proof.state} />
              </label>
            </li>
          ))}
        </ul>
      )}
      {schedules.length < 2 ? null : (
        <Button
          class="button-plain"
          onClick={() => (chosen.value = new Set(all ? [] : schedules.map(({ id }) => id)))}
        >
          {all ? 'Choose none' : 'Choose all'}
        </Button>
      )}
    </fieldset>
  );
}
