/** One equation of a family: the target and its addends, all other than null; `slack` is how far it may miss. */
export interface Sample {
  target: number;
  addends: number[];
  slack: number;
}

export type Signs = (1 | -1)[];

const MOST_MIXED = 8;
const MOST_FOUND = 24;

/**
 * The signs under which addends make the target in at least one of the samples; all plus always comes first, all minus never.
 * Up to eight addends every pattern is tried (256 sums per sample); above that only the plain one and "first less the others".
 * A minus that changes nothing, because the addend is zero in every sample, is not tried.
 */
export function findSigns(samples: readonly Sample[], size: number): Signs[] {
  const plain = Array.from({ length: size }, (): 1 | -1 => 1);
  const found = new Map<number, Signs>([[0, plain]]);
  if (size > MOST_MIXED) return [plain, plain.map((_, index): 1 | -1 => (index === 0 ? 1 : -1))];
  const idle = plain.reduce(
    (bits, _, index) =>
      samples.every((sample) => (sample.addends[index] ?? 0) === 0) ? bits | (1 << index) : bits,
    0,
  );
  for (const { target, addends, slack } of samples) {
    const total = addends.reduce((sum, addend) => sum + addend, 0);
    for (let bits = 1; bits < 2 ** size - 1; bits++) {
      if ((bits & idle) !== 0 || found.has(bits)) continue;
      let sum = total;
      for (let index = 0; index < size; index++)
        if ((bits >> index) & 1) sum -= 2 * (addends[index] ?? 0);
      if (Math.abs(sum - target) <= slack && found.size < MOST_FOUND)
        found.set(
          bits,
          plain.map((_, index): 1 | -1 => ((bits >> index) & 1 ? -1 : 1)),
        );
    }
  }
  return [...found.values()];
}
