/** A logistic model: what each piece of evidence weighs, in log odds; evidence that is not named weighs nothing. */
export interface EvidenceWeights {
  bias: number;
  weights: Readonly<Record<string, number>>;
}

/** The probability from 0 to 1 that evidence of these strengths goes with what is right. */
export function weighEvidence(
  evidence: Readonly<Record<string, number>>,
  { bias, weights }: EvidenceWeights,
): number {
  const odds = Object.entries(weights).reduce(
    (sum, [name, weight]) => sum + weight * (evidence[name] ?? 0),
    bias,
  );
  return 1 / (1 + Math.exp(-odds));
}
