import type { TrustWeights } from '#worker/tables/trust-weights.ts';
import { type EvidenceWeights, weighEvidence } from '#worker/tables/weigh-evidence.ts';
import { CELL_PRIOR, SCHEDULE_PRIOR } from './evidence-priors.ts';
import { fitLogistic, type Sample } from './fit-logistic.ts';
import type { TableSample } from './read-samples.ts';

/** Weights and limits from judged tables: first of the figures, then of the schedules, whose evidence holds the figures' confidence. */
export function fitTrust(tables: readonly TableSample[]): TrustWeights {
  const cell = fitLogistic(recognisedFigures(tables), CELL_PRIOR, CELL_SHRINKAGE);
  const schedule = fitLogistic(scheduleSamples(tables, cell), SCHEDULE_PRIOR, SCHEDULE_SHRINKAGE);
  return {
    cell: { ...cell, doubtBelow: doubtLimit(tables, cell) },
    schedule: { ...schedule, dropBelow: dropLimit(tables, { cell, schedule }) },
  };
}

const CELL_SHRINKAGE = 2;
const SCHEDULE_SHRINKAGE = 0.3;

/** The figures that evidence was gathered of: those of a text layer have none. */
export function recognisedFigures(tables: readonly TableSample[]): Sample[] {
  return tables.flatMap(({ figures }) =>
    figures.flatMap(({ right, evidence }) => (evidence ? [{ right, evidence }] : [])),
  );
}

/** Schedules with all their evidence; right is what is usable. */
export function scheduleSamples(tables: readonly TableSample[], cell: EvidenceWeights): Sample[] {
  return tables.map(({ usable, evidence, recognised }) => {
    const wrong = recognised.reduce((sum, each) => sum + 1 - weighEvidence(each, cell), 0);
    return {
      right: usable,
      evidence: { ...evidence, misread: wrong / Math.max(1, recognised.length) },
    };
  });
}

/** Share of the recognised figures that a person may be asked to look at. */
const MOST_DOUBTED = 0.05;

/** Below it a figure is doubted: as many as a person may be asked to look at. */
function doubtLimit(tables: readonly TableSample[], cell: EvidenceWeights): number {
  const sorted = recognisedFigures(tables)
    .map(({ evidence }) => weighEvidence(evidence, cell))
    .sort((a, b) => a - b);
  return Math.floor(1000 * (sorted[Math.floor(MOST_DOUBTED * sorted.length)] ?? 0)) / 1000;
}

/** Below it a schedule without proof is no table: well under the least sure of those that are tables. */
function dropLimit(
  tables: readonly TableSample[],
  { cell, schedule }: { cell: EvidenceWeights; schedule: EvidenceWeights },
): number {
  const real = scheduleSamples(tables, cell).flatMap(({ evidence }, index) =>
    tables[index]?.found && !tables[index].proved ? [weighEvidence(evidence, schedule)] : [],
  );
  return Math.round(1000 * DROP_SHARE * Math.min(0.5, ...real)) / 1000;
}

const DROP_SHARE = 0.4;
