import { type EvidenceWeights, weighEvidence } from '#worker/tables/weigh-evidence.ts';

export interface Sample {
  right: boolean;
  evidence: Readonly<Record<string, number>>;
}

/**
 * Weights of a logistic regression by coordinate-wise Newton steps. A weight never takes another sign than its prior, so that more
 * evidence against never means more confidence. `prior` is the weight that each has where nothing is known, its sign included; `shrinkage` is the ridge: what
 * a squared step away from it costs in log likelihood.
 */
export function fitLogistic(
  samples: readonly Sample[],
  prior: Readonly<Record<string, number>>,
  shrinkage: number,
): EvidenceWeights {
  const names = Object.keys(prior);
  const weights: Record<string, number> = { ...prior };
  const model = { bias: 0, weights };
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0;
    const move = (name: string | null) => {
      const step = newtonStep(samples, model, { name, prior: prior[name ?? ''] ?? 0, shrinkage });
      if (name === null) model.bias += step;
      else {
        const [before, sign] = [weights[name] ?? 0, Math.sign(prior[name] ?? 0)];
        weights[name] = sign * Math.max(0, sign * (before + step));
        moved = Math.max(moved, Math.abs((weights[name] ?? 0) - before));
      }
    };
    for (const name of [null, ...names]) move(name);
    if (moved < ENOUGH) break;
  }
  return model;
}

const ROUNDS = 400;
const ENOUGH = 1e-5;
const LONGEST_STEP = 1;

function newtonStep(
  samples: readonly Sample[],
  model: { bias: number; weights: Record<string, number> },
  at: { name: string | null; prior: number; shrinkage: number },
): number {
  const away = at.name === null ? 0 : (model.weights[at.name] ?? 0) - at.prior;
  let [slope, bend] = [-at.shrinkage * away, (at.name === null ? 0 : at.shrinkage) + 1e-9];
  for (const { right, evidence } of samples) {
    const strength = at.name === null ? 1 : (evidence[at.name] ?? 0);
    if (strength === 0) continue;
    const probability = weighEvidence(evidence, model);
    slope += strength * ((right ? 1 : 0) - probability);
    bend += strength * strength * probability * (1 - probability);
  }
  return Math.min(LONGEST_STEP, Math.max(-LONGEST_STEP, slope / bend));
}
