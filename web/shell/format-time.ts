const long = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A moment of the API (ISO 8601) in the reader's own time zone and way of writing. */
export function formatTime(iso: string, { seconds = false } = {}): string {
  return (seconds ? exact : long).format(new Date(iso));
}
