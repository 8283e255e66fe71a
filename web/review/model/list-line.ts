import { pageRange } from '../../shell/page-range.ts';
import type { Proof } from '#shared/schedules/schedule.ts';

/** What the list says of a schedule below its name: "page 14 · 1 cell to check", "pages 2–4 · debits = credits". */
export function listLine(
  { pages, proof }: { pages: readonly number[]; proof: Pick<Proof, 'state' | 'sentence'> },
  toCheck: number,
): string {
  const cells = toCheck === 0 ? '' : `${toCheck} cell${toCheck === 1 ? '' : 's'} to check`;
  const verdict = proof.state === 'broken' ? cells || proof.sentence : proof.sentence;
  return [pageRange(pages), verdict, verdict === cells ? '' : cells]
    .filter((part) => part !== '')
    .join(' · ');
}
