import { cleanText } from './clean-text.ts';

/** A text as a cell takes it. Excel reads "_x0041_" as the letter A, ECMA-376 22.9.2.19; the underscore escaped keeps it as read. */
export function cellText(text: string): string {
  return cleanText(text.includes('_x') ? text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_') : text);
}
