import { appendFileSync } from 'node:fs';

export interface ToldFigure {
  /** What was measured, and on which queue where there is one. */
  on?: string;
  /** As it is to be printed. */
  figure: string;
  /** Whether the target is met; a test that fails says no by itself. */
  met?: boolean;
}

/** Hands a figure to `npm run faults`, which names the file; no effect in other runs. */
export function tellFigure(figure: ToldFigure): void {
  const path = process.env['FAULT_FIGURES'];
  if (path !== undefined) appendFileSync(path, `${JSON.stringify(figure)}\n`);
}
