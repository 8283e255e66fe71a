import { seededRandom } from '#tests/harness/seeded-random.ts';

/** Choices that a seed decides. */
export interface Dice {
  /** True so often, of 1. */
  chance(probability: number): boolean;
  /** From 0, below `bound`. */
  below(bound: number): number;
  /** Throws for an empty list. */
  pick<T>(from: readonly T[]): T;
  hex(digits: number): string;
}

export function diceOf(seed: number): Dice {
  const random = seededRandom(seed);
  const below = (bound: number): number => Math.floor(random() * bound);
  return {
    chance: (probability) => random() < probability,
    below,
    pick: (from) => {
      const found = from[below(from.length)];
      if (found === undefined) throw new Error('There is nothing to choose from.');
      return found;
    },
    hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
  };
}
