/**
 * `next` with every part that equals its counterpart in `known` replaced by that counterpart, so that what did not change keeps
 * its identity and is not drawn again. Plain JSON only. Nothing is made where nothing differs: answers of thousands of cells are
 * compared while a person types.
 */
export function shareEqual<T>(known: T, next: T): T {
  if (known === next || !isBox(known) || !isBox(next)) return next;
  if (Array.isArray(known) && Array.isArray(next)) return shareItems(known, next) as T;
  if (Array.isArray(known) || Array.isArray(next)) return next;
  return shareMembers(known as Members, next as Members) as T;
}

type Members = Record<string, unknown>;

function shareItems(known: unknown[], next: unknown[]): unknown[] {
  let shared: unknown[] | null = known.length > next.length ? [] : null;
  for (let at = 0; at < next.length; at++) {
    const part = shareEqual(known[at], next[at]);
    if (shared === null && (at >= known.length || part !== known[at])) shared = known.slice(0, at);
    shared?.push(part);
  }
  return shared ?? known;
}

/** Walks the members without a list of their names: in most objects nothing differs. */
function shareMembers(known: Members, next: Members): Members {
  let shared: Members | null = null;
  let more = 0;
  for (const key in next) {
    const part = shareEqual(known[key], next[key]);
    if (shared === null && (part !== known[key] || !Object.hasOwn(known, key)))
      shared = membersBefore(key, known, next);
    if (shared) shared[key] = part;
    more++;
  }
  for (const _ in known) more--;
  return shared ?? (more === 0 ? known : membersBefore(null, known, next));
}

/** Those of `known` that stand before `key` in `next`; with null as many as `next` has. */
function membersBefore(key: string | null, known: Members, next: Members): Members {
  const names = Object.keys(next);
  const before = key === null ? names : names.slice(0, names.indexOf(key));
  return Object.fromEntries(before.map((name) => [name, known[name]]));
}

function isBox(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
