const MOST_SECONDS = 15;

/** Waits longer before each further attempt, 1 s to 15 s, but no longer than until the browser is online again. */
export function pauseBefore(attempt: number): Promise<void> {
  return new Promise((resolve) => {
    const seconds = Math.min(2 ** (attempt - 1), MOST_SECONDS);
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    window.addEventListener('online', done);
  });
}
