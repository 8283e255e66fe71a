import { isDeepStrictEqual } from 'node:util';
import type { Ledger } from './ledger.ts';
import { follow } from './ledger-model.ts';
import type { Answered } from './operation.ts';

/**
 * Whether some order of operations that ran side by side gives all their answers and the ledger as it stands now
 * (linearizability, Herlihy and Wing 1990). `answered` comes in the order of the answers, which is tried first.
 */
export function explain(before: Ledger, answered: Answered[], after: Ledger): boolean {
  const operations = answered.map(({ operation }) => operation);
  const search = (ledger: Ledger, left: number[]): boolean => {
    if (left.length === 0) return isDeepStrictEqual(ledger, after);
    return left.some((at) => {
      const one = answered[at];
      if (one === undefined) return false;
      const others = operations.filter((operation) => operation !== one.operation);
      const rest = left.filter((each) => each !== at);
      return follow(ledger, one, others).some((next) => search(next, rest));
    });
  };
  return search(before, [...answered.keys()]);
}
