import type { HostilePdf } from '#tests/fixtures/hostile/hostile-pdf.ts';
import type { LiftedFile } from './lift-hostile.ts';

/** Whether a file went through the system as it may: see HostilePdf. Says what is wrong; empty where nothing is. */
export function wrongEnd(file: HostilePdf, lifted: LiftedFile): string {
  const [status = '', ...codes] = lifted.end.split(' ');
  if (file.refused !== undefined) return lifted.end === `refused ${file.refused}` ? '' : lifted.end;
  if (status !== 'COMPLETED') return isAllowed(file.opening, codes) ? '' : lifted.end;
  // A file that has no pages to show and no code of its pages must not open.
  if (file.pages === undefined && file.paging === undefined) return 'it was lifted';
  if (file.pages !== undefined && file.pages !== lifted.pages) return `${lifted.pages} pages`;
  return isAllowed(file.paging, codes) ? '' : lifted.end;
}

function isAllowed(allowed: readonly string[] = [], codes: readonly string[]): boolean {
  return codes.every((code) => allowed.includes(code));
}
