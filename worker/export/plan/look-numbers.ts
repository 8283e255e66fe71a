import { lookKey } from './look-key.ts';
import type { Look } from './sheet-model.ts';

/** Numbers the looks of a workbook from 0, equal ones alike. Looks that are one object are asked for their parts once. */
export class LookNumbers {
  readonly #byLook = new Map<Look, number>();
  readonly #byKey = new Map<string, number>();
  /** One look of each number. */
  readonly looks: Look[] = [];

  of(look: Look): number {
    const seen = this.#byLook.get(look);
    if (seen !== undefined) return seen;
    const key = lookKey(look);
    const number = this.#byKey.get(key) ?? this.looks.push(look) - 1;
    this.#byKey.set(key, number);
    this.#byLook.set(look, number);
    return number;
  }
}
