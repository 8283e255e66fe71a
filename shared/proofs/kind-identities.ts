import type { KindIdentity } from '../kinds/kind.ts';
import { KINDS } from '../kinds/kinds.ts';

/** The identities of one form: those of the schedule's own kind first, then those of all others, each once. */
export function kindIdentities(kind: string, form: KindIdentity['form']): KindIdentity[] {
  const own = KINDS.filter(({ id }) => id === kind);
  const all = [...own, ...KINDS].flatMap(({ identities }) => identities);
  return [...new Set(all.filter((identity) => identity.form === form))];
}
