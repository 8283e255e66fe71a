/** What a schedule is called by in the workbook: "3", in a workbook of several files "2.3" for that of the second file. */
export function ordinalText(ordinal: number, fileNo: number | null): string {
  return fileNo === null ? `${ordinal}` : `${fileNo}.${ordinal}`;
}
