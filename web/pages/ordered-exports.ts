/** What was ordered of a job in this tab, the latest first; the API answers an export by its id only. */
export function orderedExports(jobId: string): string[] {
  const kept = sessionStorage.getItem(placeOf(jobId)) ?? '';
  return kept.split(' ').filter((id) => id !== '');
}

/** Adds one, and answers them all. */
export function rememberExport(jobId: string, exportId: string): string[] {
  const all = [exportId, ...orderedExports(jobId).filter((id) => id !== exportId)];
  sessionStorage.setItem(placeOf(jobId), all.join(' '));
  return all;
}

function placeOf(jobId: string): string {
  return `ledgerlift.exports.${jobId}`;
}
