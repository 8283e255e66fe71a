import { z } from 'zod';
import { AppError } from '../errors.ts';

/** A place in a list ordered by time and id. */
export interface Position {
  createdAt: Date;
  id: string;
}

const form = z.tuple([z.iso.datetime(), z.uuid()]);

/** An opaque cursor for the place after a row. */
export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.createdAt.toISOString(), position.id])).toString('base64url');
}

/** Throws `malformed-request` for a cursor that is not ours. */
export function decodeCursor(cursor: string): Position {
  try {
    const [createdAt, id] = form.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { createdAt: new Date(createdAt), id };
  } catch (cause) {
    throw new AppError('malformed-request', 'The cursor is not one of ours: take it from the last answer.', {
      cause,
    });
  }
}
