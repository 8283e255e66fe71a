/** [2, 3, 4, 9] -> "pages 2–4, 9". */
export function pageRange(pages: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const page of pages) {
    const run = runs.at(-1);
    if (run !== undefined && page === run[1] + 1) run[1] = page;
    else runs.push([page, page]);
  }
  const told = runs.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`));
  return `${pages.length === 1 ? 'page' : 'pages'} ${told.join(', ')}`;
}
