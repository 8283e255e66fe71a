import type { ListedSchedule, Review } from './model/review.ts';
import { PROOF_SIGNS } from './proof-signs.ts';

/** The schedules of the job: a tick for the export, the name, where it stands, and what its proof says. */
export function ScheduleList({ review }: { review: Review }) {
  const current = review.current.value?.ordinal;
  const ticked = review.ticked.value;
  return (
    <nav class="schedules" aria-label="Schedules">
      <h2>Schedules</h2>
      <ul>
        {review.listed.value.map((listed) => (
          <li key={listed.id} class={listed.ordinal === current ? 'chosen' : ''}>
            <input
              type="checkbox"
              aria-label={`Export ${listed.name}`}
              checked={ticked.has(listed.id)}
              onChange={() => review.tick(listed.id)}
            />
            <button
              type="button"
              aria-current={listed.ordinal === current ? 'true' : undefined}
              onClick={() => void review.open(listed.ordinal)}
            >
              <Line {...listed} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Line({ name, line, state }: ListedSchedule) {
  const { mark, tone, spoken } = PROOF_SIGNS[state];
  return (
    <>
      <span class="name">{name}</span>
      <span class={`mark ${tone}`} aria-hidden="true">
        {mark}
      </span>
      <span class="line">
        <span class="unseen">{spoken}, </span>
        {line}
      </span>
    </>
  );
}
