import { textXml } from './text-xml.ts';

/** The texts of a workbook, each once (ECMA-376 Part 1, 18.4.9). Cells hold numbers of texts, so that no text can be a formula. */
export class SharedStrings {
  readonly #numbers = new Map<string, number>();
  #uses = 0;

  /** Number of a text, from 0. */
  number(text: string): number {
    this.#uses += 1;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  toXml(): string {
    const items = Array.from(this.#numbers.keys(), (text) => `<si>${textXml(text)}</si>`);
    const counts = `count="${this.#uses}" uniqueCount="${items.length}"`;
    return `${HEAD}<sst xmlns="${NAMESPACE}" ${counts}>${items.join('')}</sst>`;
  }
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
