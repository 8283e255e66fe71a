import { useRef } from 'preact/hooks';
import { newKey } from './new-key.ts';

/**
 * The key under which something is asked for: the same for every try of the same `wanted`, so that a lost answer is not a
 * second order, until `done` says that it came through.
 */
export function useOnceKey(): { keyOf: (wanted: unknown) => string; done: () => void } {
  const kept = useRef({ wanted: '', key: '' });
  const keyOf = (wanted: unknown): string => {
    const text = JSON.stringify(wanted) ?? '';
    if (kept.current.key === '' || kept.current.wanted !== text)
      kept.current = { wanted: text, key: newKey() };
    return kept.current.key;
  };
  const done = (): void => {
    kept.current = { wanted: '', key: '' };
  };
  return { keyOf, done };
}
