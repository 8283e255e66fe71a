/** Milliseconds, one an edit. */
export interface EditTimes {
  /** From the key to the changed grid, and to the start of the frame after. */
  grid: number[];
  frame: number[];
}

/**
 * Runs in the page, so that it stands on its own: types a figure into one cell after another down a column and takes it with Enter.
 * Each edit is saved before the next, as a person's is; `hurried` ones meet the answers to those before.
 */
export async function editMany({ count, hurried }: { count: number; hurried: boolean }): Promise<EditTimes> {
  const { document, requestAnimationFrame, KeyboardEvent, MutationObserver } =
    globalThis as unknown as InPage;
  const times: EditTimes = { grid: [], frame: [] };
  const grid = document.querySelector('[role="grid"]');
  const frame = () =>
    new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
  const press = (key: string) =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  for (let edit = 0; edit < count; edit++) {
    press('ArrowDown');
    await frame();
    press('F2');
    await frame();
    const input = document.querySelector('.cell-input');
    if (!input || !grid) throw new Error('no cell is edited');
    input.value = String(10_000 + 7 * edit);
    await frame();
    const begun = performance.now();
    const changed = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(grid, { subtree: true, childList: true, characterData: true });
    });
    press('Enter');
    times.grid.push((await changed) - begun);
    times.frame.push((await frame()) - begun);
    await frame();
    if (hurried) continue;
    while (document.querySelector('.save')?.textContent === 'Saving…') await frame();
  }
  return times;
}

/** What is used of the browser; the compiler knows only Node here. */
interface InPage {
  document: { querySelector(selector: string): Element | null; activeElement: Element | null };
  requestAnimationFrame: (call: () => void) => void;
  KeyboardEvent: new (type: string, init: object) => object;
  MutationObserver: new (call: () => void) => {
    observe(target: Element, init: object): void;
    disconnect(): void;
  };
}

interface Element {
  value?: string;
  textContent?: string;
  dispatchEvent(event: object): boolean;
}
