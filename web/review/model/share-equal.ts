/**
 * `next` with every part that equals its counterpart in `known` replaced by that counterpart, so that what did not change keeps
 * its identity and is not drawn again. Plain JSON only.
 */
export function shareEqual<T>(known: T, next: T): T {
  if (Object.is(known, next) || !isBox(known) || !isBox(next) || Array.isArray(known) !== Array.isArray(next))
    return next;
  const [was, is] = [known as Record<string, unknown>, next as Record<string, unknown>];
  const keys = Object.keys(is);
  const shared: Record<string, unknown> = Array.isArray(next) ? ([] as never) : {};
  let same = keys.length === Object.keys(was).length;
  for (const key of keys) {
    const part = shareEqual(was[key], is[key]);
    shared[key] = part;
    same &&= Object.is(part, was[key]) && Object.hasOwn(was, key);
  }
  return same ? known : (shared as T);
}

function isBox(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
