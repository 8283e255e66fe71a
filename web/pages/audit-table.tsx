import { formatTime } from '../shell/format-time.ts';
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
                <Details metadata={event.metadata} />
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

/** Every fact of an event; long hashes are cut for the eye and whole in the downloads. */
function Details({ metadata }: { metadata: unknown }) {
  const facts = typeof metadata === 'object' && metadata !== null ? Object.entries(metadata) : [];
  return (
    <>
      {facts.map(([name, value]) => (
        <span key={name} class="fact">
          <span class="soft">{name}</span> {short(typeof value === 'string' ? value : JSON.stringify(value))}
        </span>
      ))}
    </>
  );
}

function short(text: string): string {
  return text.length <= 48 ? text : `${text.slice(0, 40)}…`;
}
