import { formatMinor } from '../amounts/format-minor.ts';
import { whereBroken } from '../proofs/where-broken.ts';
import type { CellAddress, Proof } from '../schedules/schedule.ts';

/** What a proof has against cells. */
export interface SumTroubles {
  /** The cells it points at: proposals first, then the figures at which sums are broken. */
  pointed: CellAddress[];
  /** Why a cell breaks a sum, in words; null where it breaks none. */
  at(address: CellAddress): string | null;
}

export function sumTroubles({ checks, repairs = [] }: Pick<Proof, 'checks' | 'repairs'>): SumTroubles {
  const why = new Map<string, string>();
  const tell = ({ row, col }: CellAddress, words: string) => {
    if (!why.has(`${row},${col}`)) why.set(`${row},${col}`, words);
  };
  const broken = checks.filter(({ state }) => state === 'broken');
  const figures = whereBroken(broken);
  for (const repair of repairs) tell(repair, `read as ${repair.reading} it would fit its sums`);
  for (const figure of figures) tell(figure, figure.why);
  for (const { target, addends, printedMinor, computedMinor, scale } of broken) {
    const amount = formatMinor(Math.abs(printedMinor - computedMinor), scale);
    for (const at of [target, ...addends]) tell(at, `it stands in a sum that is out by ${amount}`);
  }
  return { pointed: [...repairs, ...figures], at: ({ row, col }) => why.get(`${row},${col}`) ?? null };
}
