import type { TrustWeights } from '#worker/tables/trust-weights.ts';
import { weighEvidence } from '#worker/tables/weigh-evidence.ts';
import { recognisedFigures, scheduleSamples } from './fit-trust.ts';
import type { TableSample } from './read-samples.ts';

/** How good confidences are on tables that the weights may not have seen. Expected calibration errors are of ten bins. */
export interface TrustMeasures {
  figures: number;
  wrong: number;
  silentPer1000: number;
  doubtedShare: number;
  eceFigures: number;
  schedules: number;
  eceUsable: number;
}

export function measureTrust(
  tables: readonly TableSample[],
  { cell, schedule }: TrustWeights,
): TrustMeasures {
  const figures = recognisedFigures(tables).map(({ right, evidence }) => ({
    right,
    confidence: weighEvidence(evidence, cell),
  }));
  const schedules = scheduleSamples(tables, cell).map(({ right, evidence }) => ({
    right,
    confidence: weighEvidence(evidence, schedule),
  }));
  const sure = figures.filter(({ confidence }) => confidence >= cell.doubtBelow);
  const all = Math.max(1, figures.length);
  return {
    figures: figures.length,
    wrong: figures.filter(({ right }) => !right).length,
    silentPer1000: (1000 * sure.filter(({ right }) => !right).length) / all,
    doubtedShare: (figures.length - sure.length) / all,
    eceFigures: calibrationError(figures),
    schedules: schedules.length,
    eceUsable: calibrationError(schedules),
  };
}

const BINS = 10;

function calibrationError(samples: readonly { right: boolean; confidence: number }[]): number {
  const gaps = new Float64Array(BINS);
  for (const { right, confidence } of samples) {
    const bin = Math.min(BINS - 1, Math.floor(confidence * BINS));
    gaps[bin] = (gaps[bin] ?? 0) + confidence - (right ? 1 : 0);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / Math.max(1, samples.length);
}
