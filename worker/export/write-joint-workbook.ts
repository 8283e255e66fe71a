import { cleanText } from './clean-text.ts';
import { drawWorkbook } from './draw-workbook.ts';
import type { JointDocument } from './joint-document.ts';
import { planWorkbook } from './plan/plan-workbook.ts';

/**
 * One workbook of one or several jobs as the bytes of an .xlsx file: contents, one sheet for each schedule with live totals, all cells
 * as a table, and one sheet for each picture of a page. Texts are never formulas; equal documents give equal bytes.
 */
export async function writeJointWorkbook(joint: JointDocument): Promise<Uint8Array> {
  const documents = joint.sources.map(({ document }) => document);
  return drawWorkbook(planWorkbook(joint), {
    title: cleanText(documents.map(({ filename }) => filename).join(', ')),
    // The last of them, so that the same jobs give the same bytes whenever they are joined.
    time: new Date(Math.max(...documents.map(({ completedAt }) => Date.parse(completedAt)))),
  });
}
