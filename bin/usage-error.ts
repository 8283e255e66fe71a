/** A command was called in a way it does not know; the message is for the person who called it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
