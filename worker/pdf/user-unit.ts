import type { FileText } from '#worker/pdf/file-text.ts';

/**
 * Points per unit of user space, which PDFium ignores and gives no access to. Read from the text, object streams
 * included, and only where every page says the same; 1 in all other cases.
 */
export function readUserUnit(file: FileText): number {
  const values = file.matchAll(USER_UNIT).map((match) => Number(match[1]));
  const [value = 1] = values;
  const agreed = values.length === file.pageObjectCount && values.every((other) => other === value);
  return agreed && value >= LEAST && value <= MOST ? value : 1;
}

const USER_UNIT = /\/UserUnit\s*(\d+\.?\d*|\.\d+)/g;
/** No schedule is printed on smaller or larger units; Acrobat's own limit is 75,000. */
const LEAST = 0.1;
const MOST = 100;
