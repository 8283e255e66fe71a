import { z } from 'zod';
import type { Edit } from '../review/edit.ts';
import { foldInput } from '../review/fold-input.ts';

const index = z.int().min(0).max(1_000_000);
const address = { row: index, col: index };
/** What a person typed; how long it may be is for the edit to say. */
const typed = z.string().transform(foldInput);
const reading = z
  .string()
  .max(2000)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be the text of a proposal');

const editOf = (typed: z.ZodType<string, string>) =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('set-cell'), ...address, text: typed }),
    z.strictObject({ type: z.literal('accept-repair'), ...address, reading }),
    z.strictObject({ type: z.literal('keep-cell'), ...address }),
    z.strictObject({ type: z.literal('merge-columns'), col: index }),
    z.strictObject({ type: z.literal('split-column'), col: index }),
    z.strictObject({ type: z.literal('insert-row'), row: index }),
    z.strictObject({ type: z.literal('delete-row'), row: index }),
    z.strictObject({ type: z.literal('rename'), name: typed }),
    z.strictObject({ type: z.literal('change-kind'), kind: z.string().regex(/^[a-z0-9-]{1,80}$/) }),
  ]) satisfies z.ZodType<Edit>;

/** An edit as the API shows it. */
export const editForm = editOf(z.string());

const revision = z.int().min(1).max(2_000_000_000);

/** `revision` is the one that the caller has seen. */
export const editsBody = z.strictObject({ revision, edits: z.array(editOf(typed)).min(1).max(100) });
export const undoBody = z.strictObject({ revision });

export type EditsBody = z.output<typeof editsBody>;
export type UndoBody = z.output<typeof undoBody>;
