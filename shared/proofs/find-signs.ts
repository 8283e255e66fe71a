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
  const allMinus = 2 ** size - 1;
  for (const sample of samples)
    for (const bits of patternsOf(sample, size))
      if (bits > 0 && bits < allMinus && (bits & idle) === 0 && found.size < MOST_FOUND) found.add(bits);
  return [...found].map((bits) => plain.map((_, index): 1 | -1 => ((bits >> index) & 1 ? -1 : 1)));
}

/**
 * Patterns that hold in one sample, ascending; bit n is a minus before addend n. The sums of the first half of the addends are
 * made once, and of the other half only those are gone through that the first half can bring to the target.
 */
function patternsOf({ target, addends, slack }: Sample, size: number): number[] {
  const farthest = addends.reduce((sum, addend) => sum + Math.abs(addend), slack);
  if (Math.abs(target) > farthest) return [];
  const half = size >> 1;
  const [low, high] = [sumsOf(addends, 0, half), sumsOf(addends, half, size)];
  const reach = addends.reduce((sum, addend, index) => (index < half ? sum + Math.abs(addend) : sum), slack);
  const found: number[] = [];
  for (let above = 0; above < high.length; above++) {
    const rest = target - (high[above] ?? 0);
    if (Math.abs(rest) > reach) continue;
    for (let below = 0; below < low.length; below++)
      if (Math.abs((low[below] ?? 0) - rest) <= slack) found.push((above << half) | below);
  }
  return found;
}

/** The sums of addends `from` to `end` under every pattern of signs. */
function sumsOf(addends: readonly number[], from: number, end: number): Float64Array {
  const sums = new Float64Array(2 ** (end - from));
  for (let index = from; index < end; index++) sums[0] = (sums[0] ?? 0) + (addends[index] ?? 0);
  for (let bits = 1; bits < sums.length; bits++) {
    // The lowest minus turned into a plus is a pattern whose sum is known already.
    const lowest = 31 - Math.clz32(bits & -bits);
    sums[bits] = (sums[bits & (bits - 1)] ?? 0) - 2 * (addends[from + lowest] ?? 0);
  }
  return sums;
}

function idleBits(samples: readonly Sample[], size: number): number {
  let idle = 0;
  for (let index = 0; index < size; index++)
    if (samples.every((sample) => (sample.addends[index] ?? 0) === 0)) idle |= 1 << index;
  return idle;
}
