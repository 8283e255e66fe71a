import { formatTime } from '../shell/format-time.ts';
import { EventDetails } from './event-details.tsx';
import type { AuditEvent } from '../shell/wire.ts';

/** The events as a table, which scrolls by itself where the window is narrow. */
export function AuditTable({ events }: { events: AuditEvent[] }) {
  return (
    <div class="scroll panel" tabIndex={0} role="region" aria-label="Events, oldest first">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Event</th>
            <th scope="col">By</th>
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id}>
              <td class="nowrap">
                <time dateTime={event.occurredAt}>{formatTime(event.occurredAt, { seconds: true })}</time>
              </td>
              <th scope="row" class="nowrap">
                {nameOf(event.eventType)}
              </th>
              <td>{event.userId ?? <span class="soft">–</span>}</td>
              <td class="details">
                <EventDetails metadata={event.metadata} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** DELETION_REQUESTED -> "Deletion requested". */
function nameOf(type: string): string {
  const words = type.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
