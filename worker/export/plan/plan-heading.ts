import { LOOKS } from './looks.ts';
import { proofMark } from './proof-mark.ts';
import type { Look, SheetCell } from './sheet-model.ts';
import type { TablePlan } from './table-plan.ts';
import { textWidth } from './text-width.ts';

interface SourceLine {
  text: string;
  link: NonNullable<SheetCell['link']> | null;
  /** Of all columns of the sheet. */
  widths: number[];
}

/** Rows 1 to 3: title; entity, period and unit; source, confidence and proof. */
export function planHeading(plan: TablePlan, source: SourceLine): SheetCell[] {
  const { schedule } = plan.layout;
  const { entity, period, unit } = schedule.caption;
  const subtitle = [entity, period, unit].filter((part) => part !== '').join(' · ');
  return [
    {
      row: 1,
      col: 1,
      content: { type: 'text', text: schedule.caption.title || schedule.name },
      look: LOOKS.title,
    },
    { row: 2, col: 1, content: { type: 'text', text: subtitle }, look: LOOKS.subtitle },
    ...factsRow(plan, source),
  ];
}

/** "97%"; never rounded up to certainty. */
export function percentText(share: number): string {
  if (!Number.isFinite(share)) return '–';
  return `${Math.floor(share * 100 + 1e-9)}%`;
}

/** Source, confidence and proof: the last two at the right of the table where it is wide enough, else one after the other. */
function factsRow(plan: TablePlan, source: SourceLine): SheetCell[] {
  const { schedule } = plan.layout;
  const proof = proofMark(schedule.proof);
  const facts: Pick<SheetCell, 'content' | 'look' | 'link'>[] = [
    fact(source.text, source.link ? LOOKS.link : LOOKS.fact),
    fact(`Confidence ${percentText(schedule.confidence)}`, LOOKS.fact),
    fact(proof.text, { ...LOOKS.fact, color: proof.color, bold: true }),
  ];
  if (source.link) facts[0] = { ...fact(source.text, LOOKS.link), link: source.link };
  const lengths = [source.text, `Confidence 100%`, proof.text].map(
    (text) => Math.ceil(textWidth(text) * FACT_SIZE) + 2,
  );
  const right = columnsFromRight(plan.widths, lengths);
  const cols = right ?? columnsFromLeft(source.widths, lengths);
  return facts.map((each, index) => {
    const look = right && index > 0 ? { ...each.look, align: 'right' as const } : each.look;
    return { ...each, row: 3, col: cols[index] ?? 1, look };
  });
}

/** Facts are set in 10 points, widths count characters of 11. */
const FACT_SIZE = 0.95;

function fact(text: string, look: Look): Pick<SheetCell, 'content' | 'look'> {
  return { content: { type: 'text', text }, look };
}

/**
 * Columns in which right-aligned confidence and proof end; null where they would overlap the text before. A text runs over blank
 * cells only, so that the source has to end before the column of the confidence begins.
 */
function columnsFromRight(
  widths: number[],
  [source = 0, confidence = 0, proof = 0]: number[],
): number[] | null {
  let filled = 0;
  const middle = widths.findIndex((width) => {
    const room = filled;
    filled += width;
    return room >= source && filled >= source + confidence;
  });
  const rest = widths.slice(middle + 1).reduce((sum, width) => sum + width, 0);
  return middle >= 1 && rest >= proof ? [1, middle + 1, widths.length] : null;
}

/** Columns in which the facts begin one after the other; the last one may run over the right edge of the table. */
function columnsFromLeft(widths: number[], lengths: number[]): number[] {
  const cols: number[] = [];
  let col = 0;
  for (const length of lengths) {
    cols.push(col + 1);
    for (let filled = 0; filled < length; col++) filled += widths[col] ?? DEFAULT_WIDTH;
  }
  return cols;
}

/** Width of the columns right of everything, in characters. */
const DEFAULT_WIDTH = 8;
