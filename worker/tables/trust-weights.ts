import type { EvidenceWeights } from './weigh-evidence.ts';

/** Weights in log odds, and the limits that follow from them: probabilities. */
export interface TrustWeights {
  cell: EvidenceWeights & { doubtBelow: number };
  schedule: EvidenceWeights & { dropBelow: number };
}

/** Written by bench/fit-confidence.ts: fit again rather than edit. What the names mean stands beside the evidence. */
export const TRUST_WEIGHTS: TrustWeights = {
  cell: {
    bias: 5.3,
    weights: {
      unsure: -0.79,
      contested: -0.75,
      shortInColumn: -4.59,
      shortInRow: -4.39,
      oddGroups: -2.04,
      oddPercent: -3.58,
      torn: -3.64,
      tiny: -3.33,
      lonely: -2.02,
      company: -1.86,
      broken: -4.06,
      proved: 3.74,
      provedTwice: 0.57,
    },
    doubtBelow: 0.866,
  },
  schedule: {
    bias: -7.48,
    weights: {
      aligned: 1.51,
      filled: 1.58,
      pure: 0.29,
      headed: 1.11,
      ruled: 1.95,
      long: 1.67,
      wide: -1.55,
      proved: 2.14,
      covered: 0.87,
      broken: -1.75,
      prose: -1.84,
      legible: 4.95,
      misread: -4.16,
      scanned: -2.2,
    },
    dropBelow: 0.02,
  },
};
