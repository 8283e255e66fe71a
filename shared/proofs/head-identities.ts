import type { FigureTable } from './figure-table.ts';
import { kindIdentities } from './kind-identities.ts';

type Addends = readonly { col: number; sign: 1 | -1 }[];

/** An identity of the kinds, and whether it is one of the schedule's own kind. */
export interface NamedIdentity {
  id: string;
  own: boolean;
}

/** Tells which identity of the kinds the headings of some columns spell out; null where they spell none. */
export type HeadIdentities = (target: number, addends: Addends) => NamedIdentity | null;

/** Reads the headings of a table once, so that thousands of sums can be looked up. */
export function headIdentities(table: FigureTable, form: 'across' | 'product' | 'chain'): HeadIdentities {
  const matching = (pattern: RegExp) =>
    new Set(table.columns.filter((col) => pattern.test(table.heads[col] ?? '')));
  const read = kindIdentities(table.kind, form).map(({ identity, own }) => ({
    identity,
    own,
    targets: matching(identity.target),
    addends: matching(identity.addends),
    needs: (identity.needs ?? []).map(matching),
  }));
  const usable = read.filter(({ targets, addends }) => targets.size > 0 && addends.size > 0);
  return (target, addends) => {
    const met = usable.find(
      (one) =>
        one.targets.has(target) &&
        addends.every(({ col }) => one.addends.has(col)) &&
        one.needs.every((need) => addends.some(({ col }) => need.has(col))) &&
        (one.identity.plain !== true || addends.every(({ sign }) => sign === 1)),
    );
    return met ? { id: met.identity.id, own: met.own } : null;
  };
}
