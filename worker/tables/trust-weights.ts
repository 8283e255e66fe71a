import type { EvidenceWeights } from './weigh-evidence.ts';

/** Weights in log odds, and the limits that follow from them: probabilities. */
export interface TrustWeights {
  cell: EvidenceWeights & { doubtBelow: number };
  schedule: EvidenceWeights & { dropBelow: number };
}

/** Written by bench/fit-confidence.ts: fit again rather than edit. What the names mean stands beside the evidence. */
export const TRUST_WEIGHTS: TrustWeights = {
  cell: {
    bias: 5.23,
    weights: {
      unsure: -0.81,
      contested: -0.55,
      shortInColumn: -4.71,
      shortInRow: -3.54,
      oddGroups: -2.46,
      oddPercent: -3.45,
      torn: -3.71,
      tiny: -3.29,
      lonely: -2.01,
      company: -2.03,
      broken: -3.88,
      proved: 4.09,
      provedTwice: 0.54,
    },
    doubtBelow: 0.871,
  },
  schedule: {
    bias: -7.79,
    weights: {
      aligned: 1,
      filled: 0.7,
      pure: 0.39,
      headed: 1.74,
      ruled: 2.02,
      long: 1.43,
      wide: -1.12,
      proved: 2.43,
      covered: 1.25,
      broken: -1.92,
      prose: -1.18,
      legible: 4.83,
      misread: -4.24,
      scanned: -1.77,
    },
    dropBelow: 0.003,
  },
};
