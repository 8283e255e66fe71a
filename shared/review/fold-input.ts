/**
 * What a person typed, as a cell or a name holds it: white space folded, without control characters and halves of characters,
 * which neither a database nor a workbook can keep.
 */
export function foldInput(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
