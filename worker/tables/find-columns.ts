import { across, median, shared } from './box-math.ts';
import { isFigure } from './figure-shape.ts';
import type { Phrase, PhraseLine } from './phrases.ts';
import type { Band } from './table-draft.ts';

/**
 * Stage "columns": horizontal extents of the columns from the rows of figures, left to right. Numbers first: figures with one
 * right edge are one column. Then clusters that overlap and never meet on a line are merged, which also gathers centred
 * figures, dashes and left-aligned texts; two clusters that meet on a line stay apart however close they stand.
 */
export function findColumns(rows: readonly PhraseLine[]): Band[] {
  const size = median(rows.map((row) => row.sizePoints));
  let clusters = [...edgeClusters(rows, size * 0.25)];
  for (let pair = bestPair(clusters); pair; pair = bestPair(clusters)) {
    const [a, b] = pair;
    clusters = [...clusters.filter((cluster) => cluster !== a && cluster !== b), merge(a, b)];
  }
  const columns = dropStrays(clusters, rows.length).sort((a, b) => centre(a) - centre(b));
  return separate(columns);
}

interface Cluster {
  extent: [number, number];
  rows: Set<number>;
  phrases: Phrase[];
  figures: number;
}

function edgeClusters(rows: readonly PhraseLine[], tolerance: number): Cluster[] {
  const items = rows.flatMap((row, index) => row.phrases.map((phrase) => ({ phrase, row: index })));
  const figures = items
    .filter(({ phrase }) => isFigure(phrase.shape))
    .sort((a, b) => a.phrase.box[2] - b.phrase.box[2]);
  const texts = items
    .filter(({ phrase }) => !isFigure(phrase.shape))
    .sort((a, b) => a.phrase.box[0] - b.phrase.box[0]);
  return [...chain(figures, { edge: 2, tolerance }), ...chain(texts, { edge: 0, tolerance })];
}

/** Neighbouring edges closer than the tolerance are one cluster, unless two of its phrases stand on the same row. */
function chain(items: { phrase: Phrase; row: number }[], by: { edge: 0 | 2; tolerance: number }): Cluster[] {
  const clusters: Cluster[] = [];
  let reach = -Infinity;
  for (const { phrase, row } of items) {
    const open = clusters.at(-1);
    const single = {
      extent: across(phrase.box),
      rows: new Set([row]),
      phrases: [phrase],
      figures: isFigure(phrase.shape) ? 1 : 0,
    };
    if (open && phrase.box[by.edge] - reach <= by.tolerance && !open.rows.has(row))
      clusters[clusters.length - 1] = merge(open, single);
    else clusters.push(single);
    reach = phrase.box[by.edge];
  }
  return clusters;
}

function merge(a: Cluster, b: Cluster): Cluster {
  return {
    extent: [Math.min(a.extent[0], b.extent[0]), Math.max(a.extent[1], b.extent[1])],
    rows: new Set([...a.rows, ...b.rows]),
    phrases: [...a.phrases, ...b.phrases],
    figures: a.figures + b.figures,
  };
}

const LEAST_OVERLAP = 0.3;

/** The two clusters that overlap most of those that may be one column; null where none may. */
function bestPair(clusters: Cluster[]): [Cluster, Cluster] | null {
  let best: { pair: [Cluster, Cluster]; overlap: number } | null = null;
  for (const [index, a] of clusters.entries()) {
    for (const b of clusters.slice(index + 1)) {
      const overlap =
        shared(a.extent, b.extent) /
        Math.max(1, Math.min(a.extent[1] - a.extent[0], b.extent[1] - b.extent[0]));
      if (overlap < LEAST_OVERLAP || overlap <= (best?.overlap ?? 0) || meet(a, b)) continue;
      best = { pair: [a, b], overlap };
    }
  }
  return best?.pair ?? null;
}

function meet(a: Cluster, b: Cluster): boolean {
  const [few, many] = a.rows.size < b.rows.size ? [a, b] : [b, a];
  return [...few.rows].some((row) => many.rows.has(row));
}

/** A cluster of one phrase is a column only where it overlaps no other; else its words go to the columns they stand in. */
function dropStrays(clusters: Cluster[], rowCount: number): Cluster[] {
  const isStray = (cluster: Cluster) =>
    cluster.rows.size < Math.max(2, rowCount * 0.04) &&
    clusters.some(
      (other) =>
        other !== cluster && other.rows.size > cluster.rows.size && shared(other.extent, cluster.extent) > 0,
    );
  return clusters.filter((cluster) => !isStray(cluster));
}

function centre(cluster: Cluster): number {
  return median(cluster.phrases.map((phrase) => (phrase.box[0] + phrase.box[2]) / 2));
}

/** Where extents of neighbours overlap, the border is set where the fewest phrases are cut: between their usual edges. */
function separate(columns: Cluster[]): Band[] {
  const bands = columns.map((column): Band => [...column.extent]);
  for (const [index, band] of bands.entries()) {
    const next = bands[index + 1];
    const [left, right] = [columns[index], columns[index + 1]];
    if (!next || !left || !right || band[1] <= next[0]) continue;
    const border =
      (median(left.phrases.map((phrase) => phrase.box[2])) +
        median(right.phrases.map((phrase) => phrase.box[0]))) /
      2;
    band[1] = Math.min(band[1], Math.max(border, band[0]));
    next[0] = Math.max(next[0], Math.min(border, next[1]));
  }
  return bands;
}
