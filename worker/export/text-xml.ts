import { cellText } from './cell-text.ts';
import { xmlText } from './xml-text.ts';

/** A text of a cell as the element of ECMA-376 Part 1, 18.4.12. */
export function textXml(text: string): string {
  const clean = PLAIN.test(text) ? text : xmlText(cellText(text));
  return /^\s|\s$|\s\s/.test(clean) ? `<t xml:space="preserve">${clean}</t>` : `<t>${clean}</t>`;
}

/** Nothing in it has to be cleaned or escaped; most texts are so. */
const PLAIN = /^[A-Za-z0-9 ,.()$–\-/%:]{0,200}$/;
