import { signal } from '@preact/signals';

export interface Address {
  path: string;
  search: string;
}

/** Where the reader is. */
export const address = signal<Address>(here());

/** Goes to another page of the site, as a link does. `replace`: without a step in the history. */
export function navigate(path: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  address.value = here();
}

/** Takes over the links of the site and the browser's own buttons: pages change without loading the document again. */
export function followLinks(): void {
  window.addEventListener('popstate', () => {
    address.value = here();
  });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || !isOurs(link, event)) return;
    event.preventDefault();
    if (link.href !== window.location.href) navigate(link.pathname + link.search);
  });
}

/** A plain click on a link to a page of ours; what opens a tab, downloads or goes elsewhere is the browser's business. */
function isOurs(link: HTMLAnchorElement, event: MouseEvent): boolean {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const here = link.target === '' && !link.hasAttribute('download') && link.hash === '';
  return plain && here && !event.defaultPrevented && link.origin === window.location.origin;
}

function here(): Address {
  return { path: window.location.pathname, search: window.location.search };
}
