import { lineKind } from './line-kind.ts';
import type { PhraseLine } from './phrases.ts';
import type { Band } from './table-draft.ts';

/** Stage "extent": the last lines of a wrapped label whose figures stand on its first line. At most two, close and in the label column. */
export function growDown(
  below: readonly PhraseLine[],
  region: readonly PhraseLine[],
  bands: readonly Band[],
): PhraseLine[] {
  const taken: PhraseLine[] = [];
  let last = region.at(-1);
  for (const line of below.slice(0, 2)) {
    if (!last || !isRest(line, last, bands)) break;
    taken.push(line);
    last = line;
  }
  return taken;
}

function isRest(line: PhraseLine, above: PhraseLine, bands: readonly Band[]): boolean {
  const [phrase, ...others] = line.phrases;
  const [label, figures] = bands;
  if (!phrase || !label || !figures || others.length > 0 || lineKind(line) !== 'label') return false;
  const pitch = (line.box[3] - above.box[3]) / line.sizePoints;
  return (
    pitch <= 1.4 &&
    phrase.box[2] < figures[0] &&
    phrase.box[0] >= label[0] - 2 &&
    /^[\p{Ll}(&]/u.test(phrase.text) &&
    !/^\(?[a-z\d]\)/i.test(phrase.text)
  );
}
