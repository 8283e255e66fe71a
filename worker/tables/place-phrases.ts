import { across, shared } from './box-math.ts';
import { isFigure } from './figure-shape.ts';
import { type Phrase, type PhraseLine, toPhrase } from './phrases.ts';
import type { Band, DraftCell } from './table-draft.ts';
import { emptyCell } from './table-draft.ts';

/** Puts the phrases of one body line into the columns; a label that runs on over empty columns stays in its own. */
export function placePhrases(line: PhraseLine, bands: readonly Band[]): DraftCell[] {
  const cells = bands.map(emptyCell);
  for (const phrase of line.phrases.flatMap((part) => splitOver(part, bands))) {
    const band = bandOf(phrase, bands);
    cells[band]?.words.push(...phrase.words);
  }
  return cells;
}

/** The column a phrase stands in: the one it overlaps most, else the nearest; a text belongs where it begins. */
function bandOf(phrase: Phrase, bands: readonly Band[]): number {
  const begun = bands.findIndex((band) => phrase.box[0] < band[1] && phrase.box[2] > band[0]);
  if (phrase.shape === 'text' && begun >= 0) return begun;
  const overlaps = bands.map((band) => shared(band, across(phrase.box)));
  return overlaps.indexOf(Math.max(...overlaps));
}

/** A phrase that joins figures of two columns is cut between its words; texts are left whole. */
function splitOver(phrase: Phrase, bands: readonly Band[]): Phrase[] {
  const touched = bands.filter((band) => shared(band, across(phrase.box)) > 1);
  const figures = phrase.words.map(toSingle).filter((word) => isFigure(word.shape));
  if (touched.length < 2 || figures.length === 0 || isFigure(phrase.shape)) return [phrase];
  const home = (words: Phrase) => bandOf({ ...words, shape: 'amount' }, bands);
  const parts: Phrase[] = [];
  for (const word of phrase.words.map(toSingle)) {
    const open = parts.at(-1);
    if (open && (home(open) === home(word) || (!isFigure(word.shape) && !isFigure(open.shape))))
      parts[parts.length - 1] = toPhrase([...open.words, ...word.words]);
    else parts.push(word);
  }
  return parts;
}

function toSingle(word: Phrase['words'][number]): Phrase {
  return toPhrase([word]);
}
