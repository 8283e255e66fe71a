/**
 * Waits for `work`, but no longer than the limit; answers whether it ended in time. Throws what it throws until then;
 * what becomes of it later is nobody's concern any more.
 */
export async function endsWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), limitMs);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
