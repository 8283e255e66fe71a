import type { KindIdentity } from '../kinds/kind.ts';
import { KINDS } from '../kinds/kinds.ts';

/** The identities of one form, each once: those of the schedule's own kind first, then those of all others. */
export function kindIdentities(
  kind: string,
  form: KindIdentity['form'],
): { identity: KindIdentity; own: boolean }[] {
  const own = new Set(KINDS.filter(({ id }) => id === kind).flatMap(({ identities }) => identities));
  const all = new Set([...own, ...KINDS.flatMap(({ identities }) => identities)]);
  return [...all].flatMap((identity) =>
    identity.form === form ? [{ identity, own: own.has(identity) }] : [],
  );
}
