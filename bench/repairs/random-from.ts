/** Repeatable random numbers. */
export interface Random {
  /** An integer from 0 up to, not including, `end`. */
  below: (end: number) => number;
  /** True with this chance. */
  chance: (share: number) => boolean;
}

/** Mulberry32 (T. Ettinger, 2017, public domain): 32 bits of state, good enough to draw tables. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (end) => Math.floor(next() * end), chance: (share) => next() < share };
}
