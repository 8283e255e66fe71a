import type { TargetedEvent } from 'preact';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { ConflictNote } from './conflict-note.tsx';
import { DoubtCard } from './doubt-card.tsx';
import type { OpenSchedule } from './model/open-schedule.ts';
import type { Review } from './model/review.ts';
import { ScheduleGrid } from './schedule-grid.tsx';

/** The figures of the schedule that is shown, and the card of the selected cell, which stays in sight below them. */
export function SchedulePanel({ review, open }: { review: Review; open: OpenSchedule }) {
  const { name, caption, confidence } = open.schedule.value;
  return (
    <section class="figures" aria-labelledby="schedule-title">
      <header>
        <h2 id="schedule-title">{name}</h2>
        <p class="soft">{factsOf(caption, confidence)}</p>
      </header>
      <ConflictNote {...{ review, open }} />
      <div class="grid-scroll" style={{ '--labels': open.widths.value.labels }} onScroll={keepLabels}>
        <ScheduleGrid {...{ review, open }} />
      </div>
      <DoubtCard {...{ review, open }} />
    </section>
  );
}

/** Labels stay in sight while figures are scrolled along; only then, for each that stays is a layer of its own. */
function keepLabels({ currentTarget }: TargetedEvent<HTMLElement>): void {
  currentTarget.toggleAttribute('data-along', currentTarget.scrollLeft > 0);
}

function factsOf({ entity, period, unit }: Schedule['caption'], confidence: number): string {
  return [entity, period, unit, `read at ${Math.round(confidence * 100)} %`]
    .filter((fact) => fact !== '')
    .join(' · ');
}
