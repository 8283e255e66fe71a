/**
 * Ends the process shortly after its command, with the exit code that the command left: what a forced stop could not
 * close would otherwise keep it alive.
 */
export function leaveSoon(): void {
  setTimeout(() => process.exit(), 250).unref();
}
