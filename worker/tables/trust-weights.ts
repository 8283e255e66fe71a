import type { EvidenceWeights } from './weigh-evidence.ts';

/** Weights in log odds, and the limits that follow from them: probabilities. */
export interface TrustWeights {
  cell: EvidenceWeights & { doubtBelow: number };
  schedule: EvidenceWeights & { dropBelow: number };
}

/** Written by bench/fit-confidence.ts: fit again rather than edit. What the names mean stands beside the evidence. */
export const TRUST_WEIGHTS: TrustWeights = {
  cell: {
    bias: 5.38,
    weights: {
      unsure: -0.71,
      contested: -0.33,
      shortInColumn: -4.37,
      shortInRow: -4.44,
      oddGroups: -2.18,
      oddPercent: -3.72,
      torn: -3.73,
      tiny: -3.34,
      lonely: -2.02,
      company: -1.96,
      broken: -4.12,
      proved: 3.68,
      provedTwice: 0.56,
    },
    doubtBelow: 0.928,
  },
  schedule: {
    bias: -7.27,
    weights: {
      aligned: 1.49,
      filled: 1.68,
      pure: 0.4,
      headed: 0.87,
      ruled: 1.77,
      long: 1.9,
      wide: -1.81,
      proved: 1.85,
      covered: 0.74,
      broken: -1.74,
      prose: -1.77,
      legible: 4.95,
      misread: -4.18,
      scanned: -1.96,
    },
    dropBelow: 0.042,
  },
};
