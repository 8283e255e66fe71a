/** One equation of a family: the target and its addends; `slack` is how far it may miss. */
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
  if (size > MOST_MIXED) return [plain, plain.map((_, index): 1 | -1 => (index === 0 ? 1 : -1))];
  const idle = idleBits(samples, size);
  const found = new Set<number>([0]);
  const sums = new Float64Array(2 ** size);
  for (const { target, addends, slack } of samples) {
    sums[0] = addends.reduce((sum, addend) => sum + addend, 0);
    for (let bits = 1; bits < 2 ** size - 1; bits++) {
      // The lowest minus turned into a plus is a pattern whose sum is known already.
      const lowest = 31 - Math.clz32(bits & -bits);
      const sum = (sums[bits & (bits - 1)] ?? 0) - 2 * (addends[lowest] ?? 0);
      sums[bits] = sum;
      if (Math.abs(sum - target) <= slack && (bits & idle) === 0 && found.size < MOST_FOUND) found.add(bits);
    }
  }
  return [...found].map((bits) => plain.map((_, index): 1 | -1 => ((bits >> index) & 1 ? -1 : 1)));
}

function idleBits(samples: readonly Sample[], size: number): number {
  let idle = 0;
  for (let index = 0; index < size; index++)
    if (samples.every((sample) => (sample.addends[index] ?? 0) === 0)) idle |= 1 << index;
  return idle;
}
