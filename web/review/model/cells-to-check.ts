import type { CellAddress, Doubt, Repair } from '#shared/schedules/schedule.ts';

/** The cells of a schedule that want a look, each once, the most needed first: proposals, then doubts in their order. */
export function cellsToCheck(
  doubts: readonly Doubt[] | null,
  proof: { repairs?: readonly Repair[] },
): CellAddress[] {
  const known = new Map<string, CellAddress>();
  for (const { row, col } of [...(proof.repairs ?? []), ...(doubts ?? [])])
    if (!known.has(`${row},${col}`)) known.set(`${row},${col}`, { row, col });
  return [...known.values()];
}
