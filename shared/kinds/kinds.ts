import { IDENTITIES } from './identities.ts';
import type { Kind } from './kind.ts';
import { LEDGER_KINDS } from './ledger-kinds.ts';
import { STATEMENT_KINDS } from './statement-kinds.ts';

/** The table of kinds, English first. Order settles ties: the more special kind stands first. */
export const KINDS: readonly Kind[] = [...LEDGER_KINDS, ...STATEMENT_KINDS].map((words) => ({
  ...words,
  identities: IDENTITIES[words.id] ?? [],
}));
