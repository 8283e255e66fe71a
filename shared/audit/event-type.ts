/**
 * Everything the trail can say, the seed's names first; a closed list, with the way each event takes into it.
 * `state`: written in the transaction of the change it records, and cannot be lost without it.
 * `note`: goes through the batcher, which may refuse it when it overflows.
 * `security`: goes through the batcher too, but waits for the database rather than be refused.
 */
export const eventTypes = {
  ENQUEUED: 'state',
  STARTED: 'state',
  EXTRACTED: 'state',
  EXPORTED: 'state',
  ERROR: 'state',
  DELETION_REQUESTED: 'state',
  DELETION_COMPLETED: 'state',
  CANCELLED: 'state',
  PARTIAL_CANCEL: 'state',
  /** The file has parts that would do something in a viewer (`parts`); nothing was done with them. */
  CONTENT_IGNORED: 'state',
  CREATED: 'state',
  CANCEL_REQUESTED: 'state',
  EXPORT_REQUESTED: 'state',
  RETRIED: 'state',
  CELL_EDITED: 'state',
  REPAIR_ACCEPTED: 'state',
  COST_DIVERGENCE: 'state',
  /** A deletion was asked for and not taken, because of a legal hold. */
  DELETION_REFUSED: 'state',
  LEGAL_HOLD_SET: 'state',
  LEGAL_HOLD_LIFTED: 'state',
  /** Of a user; both name the erasure by its id, and never whom it is of. */
  USER_ERASURE_REQUESTED: 'state',
  USER_ERASURE_COMPLETED: 'state',
  KEY_CREATED: 'state',
  KEY_REVOKED: 'state',
  WEBHOOK_ADDED: 'state',
  WEBHOOK_REMOVED: 'state',
  /** Somebody read a trail. */
  AUDIT_READ: 'note',
  /** A credential was refused. */
  AUTH_FAILED: 'security',
  /** A valid credential lacked the scope. */
  ACCESS_REFUSED: 'security',
  /** Work on an erased job came too late and was undone. */
  RESURRECTION_BLOCKED: 'security',
} as const;

export type EventType = keyof typeof eventTypes;

type OfWay<W> = { [T in EventType]: (typeof eventTypes)[T] extends W ? T : never }[EventType];

/** Events of the batcher. */
export type NotedEventType = OfWay<'note' | 'security'>;

/** Whether an event of this type waits for room in the batcher instead of being refused. */
export function waitsForRoom(type: string): boolean {
  return type in eventTypes && eventTypes[type as EventType] === 'security';
}
