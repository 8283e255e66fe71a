import type { Glyph } from '#worker/pdf/glyph.ts';
import { letterSpacings } from '#worker/pdf/letter-spacing.ts';
import { spreadLigatures } from '#worker/pdf/spread-ligatures.ts';
import { splitLeaders } from '#worker/pdf/split-leaders.ts';
import type { Run } from '#worker/pdf/split-leaders.ts';
import type { Word } from '#worker/page/page-model.ts';

/**
 * Words from the glyphs of one reading direction, given in drawing order; sorted by baseline, then from the left.
 *
 * A box is not the ink: it runs from the first glyph's origin to the last one's advance, because right-aligned
 * amounts end together there and not in their ink; and from 0.75 em above the baseline to 0.22 em below,
 * whatever the font declares, because lines are told apart by their baselines. The baseline is y1 - 0.22 em.
 *
 * A word ends at a space character with a gap, at a gap of more than 0.18 em over the letter spacing of its string
 * (between strings, which are placed exactly, 0.12 em), where the baseline jumps (footnote marks), and around a row of dots that leads the eye.
 */
export function buildWords(glyphs: Glyph[]): Word[] {
  const runs = joinRuns(collectRuns(spreadLigatures(glyphs)));
  return splitLeaders(runs)
    .map((run) => toWord(run))
    .sort(byLine);
}

/** All in em. */
const WORD_GAP = 0.18;
const SPACED_WORD_GAP = 0.05;
const JOIN_GAP = 0.12;
const STEP_BACK = 0.3;
const BASELINE_JUMP = 0.12;
const ASCENT = 0.75;
const DESCENT = 0.22;

function collectRuns(glyphs: Glyph[]): Run[] {
  const spacings = letterSpacings(glyphs);
  const runs: Run[] = [];
  let run: Run | undefined;
  for (const glyph of glyphs) {
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && continues(last, glyph, spacings.get(glyph.object) ?? 0)) {
      run.push(glyph);
    } else {
      run = [glyph];
      runs.push(run);
    }
  }
  return runs;
}

/** `spacing` is the extra space between the letters of the string, in points. */
function continues(last: Glyph, glyph: Glyph, spacing: number): boolean {
  const em = Math.max(last.emPoints, glyph.emPoints);
  if (Math.abs(glyph.baseline - last.baseline) > BASELINE_JUMP * em) return false;
  const sameString = glyph.object === last.object;
  const gap = glyph.x0 - last.x1 - (sameString ? spacing : 0);
  if (gap < -STEP_BACK * em) return false;
  if (glyph.spaceBefore) return gap <= SPACED_WORD_GAP * em;
  return gap <= (sameString ? WORD_GAP : JOIN_GAP) * em;
}

/** Joins runs that touch on the page though they were drawn apart from each other. */
function joinRuns(runs: Run[]): Run[] {
  const joined: Run[] = [];
  for (const line of intoLines(runs)) {
    let current: Run | undefined;
    for (const run of line) {
      const last = current?.at(-1);
      if (current !== undefined && last !== undefined && touches(last, run[0])) current.push(...run);
      else joined.push((current = run));
    }
  }
  return joined;
}

/** Runs on one baseline, each line from left to right. */
function intoLines(runs: Run[]): Run[][] {
  const lines: Run[][] = [];
  const sorted = [...runs].sort((one, other) => one[0].baseline - other[0].baseline);
  for (const run of sorted) {
    const line = lines.at(-1);
    const previous = line?.at(-1);
    if (line !== undefined && previous !== undefined && run[0].baseline - previous[0].baseline < 0.1)
      line.push(run);
    else lines.push([run]);
  }
  for (const line of lines) line.sort((one, other) => one[0].x0 - other[0].x0);
  return lines;
}

function touches(last: Glyph, next: Glyph): boolean {
  const em = Math.max(last.emPoints, next.emPoints);
  const gap = (next.x0 - last.x1) / em;
  return gap <= (next.spaceBefore ? SPACED_WORD_GAP : JOIN_GAP) && gap >= -JOIN_GAP;
}

function toWord(run: Run): Word {
  const [first] = run;
  const em = Math.max(...run.map((glyph) => glyph.emPoints));
  const x0 = Math.min(...run.map((glyph) => glyph.x0));
  const x1 = Math.max(...run.map((glyph) => glyph.x1));
  const bold = run.filter((glyph) => glyph.bold).length * 2 > run.length;
  return {
    text: run.map((glyph) => glyph.text).join(''),
    box: [x0, first.baseline - ASCENT * em, x1, first.baseline + DESCENT * em],
    confidence: 1,
    fontSizePoints: em,
    bold,
  };
}

function byLine(one: Word, other: Word): number {
  const lift = (word: Word): number => Math.round((word.box[3] - DESCENT * word.fontSizePoints) * 10);
  return lift(one) - lift(other) || one.box[0] - other.box[0];
}
