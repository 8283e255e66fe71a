/**
 * Positions "row,column" of `found` that agree with `truth` when rows and columns are aligned in order: rows by what they have in
 * common, then columns given the rows, then rows again, until nothing is gained.
 */
export function alignGrids(truth: string[][], found: string[][]): Set<string> {
  let rows = align([truth.length, found.length], (i, j) => inCommon(truth[i] ?? [], found[j] ?? []));
  let best = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const widths: Size = [truth[0]?.length ?? 0, found[0]?.length ?? 0];
    const agreeing = rows.map(([i, j]) => [truth[i] ?? [], found[j] ?? []] as const);
    const columns = align(widths, (x, y) => agreeing.filter(([one, other]) => same(one[x], other[y])).length);
    const alike = (i: number, j: number) =>
      columns.filter(([x, y]) => same(truth[i]?.[x], found[j]?.[y])).length;
    rows = align([truth.length, found.length], alike);
    const hits = rows.flatMap(([i, j]) =>
      columns.flatMap(([x, y]) => (same(truth[i]?.[x], found[j]?.[y]) ? [`${j},${y}`] : [])),
    );
    if (hits.length <= best.size) break;
    best = new Set(hits);
  }
  return best;
}

const ROUNDS = 3;
type Size = [truth: number, found: number];

function same(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one !== '' && one === other;
}

/** Length of the longest sequence of contents that both rows have in the same order. */
function inCommon(one: string[], other: string[]): number {
  const known = new Set(other);
  if (!one.some((text) => text !== '' && known.has(text))) return 0;
  return align([one.length, other.length], (i, j) => (same(one[i], other[j]) ? 1 : 0)).length;
}

/** Pairs of two sequences in order with the largest sum of weights; pairs without weight are left out. */
function align([many, others]: Size, weight: (i: number, j: number) => number): [number, number][] {
  const width = others + 1;
  const weights = new Float64Array(many * others);
  const sums = new Float64Array((many + 1) * width);
  const at = (i: number, j: number) => sums[i * width + j] ?? 0;
  for (let i = many - 1; i >= 0; i--)
    for (let j = others - 1; j >= 0; j--) {
      const gain = weight(i, j);
      weights[i * others + j] = gain;
      sums[i * width + j] = Math.max(at(i + 1, j), at(i, j + 1), at(i + 1, j + 1) + gain);
    }
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < many && j < others) {
    const gain = weights[i * others + j] ?? 0;
    if (gain > 0 && at(i, j) === at(i + 1, j + 1) + gain) pairs.push([i++, j++]);
    else if (at(i, j) === at(i + 1, j)) i++;
    else j++;
  }
  return pairs;
}
