/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once with exit code 1. */
export async function untilInterrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    const first = (): void => {
      process.off('SIGINT', first).off('SIGTERM', first);
      const second = (): never => process.exit(1);
      process.once('SIGINT', second).once('SIGTERM', second);
      resolve();
    };
    process.on('SIGINT', first).on('SIGTERM', first);
  });
}
