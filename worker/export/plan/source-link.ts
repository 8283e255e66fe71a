import type { ExportDocument } from '../export-document.ts';

/** Excel takes links of up to 2,079 characters. */
const LONGEST_URL = 2079;

/** Where page n of the source can be seen, or null where nobody said so or the address is not for the web. */
export function sourceLink(document: ExportDocument): (page: number) => string | null {
  const base = document.sourceUrl ?? '';
  const url = URL.canParse(base) ? new URL(base) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return () => null;
  return (page) => {
    const link = url.hash ? url.href : `${url.href}#page=${page}`;
    return link.length <= LONGEST_URL ? link : null;
  };
}

/** "pages 2–4", "page 6", "pages 1, 3"; empty for none. */
export function pagesText(pages: readonly number[]): string {
  const [first] = pages;
  if (first === undefined) return '';
  const run = pages.length > 2 && pages.every((page, index) => page === first + index);
  const list = run ? `${first}–${pages.at(-1)}` : pages.join(', ');
  return `${pages.length === 1 ? 'page' : 'pages'} ${list}`;
}
