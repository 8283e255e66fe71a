import { signal } from '@preact/signals';

/** What is said last; `count` so that the same words twice are said twice. */
export const announced = signal({ text: '', count: 0 });

/** Has a screen reader say something that happens elsewhere than where the focus is: progress, an end, a failure. */
export function announce(text: string): void {
  announced.value = { text, count: announced.peek().count + 1 };
}
