import type { EvidenceWeights } from './weigh-evidence.ts';

/** Weights in log odds, and the limits that follow from them: probabilities. */
export interface TrustWeights {
  cell: EvidenceWeights & { doubtBelow: number };
  schedule: EvidenceWeights & { dropBelow: number };
}

/** Written by bench/fit-confidence.ts: fit again rather than edit. What the names mean stands beside the evidence. */
export const TRUST_WEIGHTS: TrustWeights = {
  cell: {
    bias: 4.63,
    weights: {
      unsure: -0.64,
      contested: -0.46,
      shortInColumn: -4.38,
      shortInRow: -4.2,
      oddGroups: -4.09,
      oddPercent: -3.48,
      torn: -3.57,
      tiny: -3.28,
      lonely: -2.29,
      company: -1.99,
      broken: -4.04,
      proved: 3.8,
      provedTwice: 0.59,
    },
    doubtBelow: 0.853,
  },
  schedule: {
    bias: -7.07,
    weights: {
      aligned: 1.5,
      filled: 1.28,
      pure: 0.23,
      headed: 0.96,
      ruled: 2.09,
      long: 1.44,
      wide: -1.02,
      proved: 1.9,
      covered: 1.16,
      broken: -2.43,
      prose: -1.89,
      legible: 4.88,
      misread: -4.47,
      scanned: -2.25,
    },
    dropBelow: 0.009,
  },
};
