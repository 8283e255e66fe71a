import type { Look, Rule } from './sheet-model.ts';

export const INK = '1F2937';
export const GREY = '6B7280';
export const GREEN = '1B7F4B';
export const RED = 'B42318';
export const PINK = 'FDE8E6';
const AMBER = 'FFF3CD';
export const AMBER_INK = '8A5A00';
const BLUE = 'E1EFFA';
const DARK = '1F3A4D';
const TINT = 'F3F6F8';
const LINK = '000080';

const hairline: Rule = { style: 'thin', color: 'D1D5DB' };
const rule: Rule = { style: 'thin', color: INK };
const doubleRule: Rule = { style: 'double', color: INK };

/** The looks of all cells by what they are, so that one file decides how a workbook looks. */
export const LOOKS = {
  title: { bold: true, size: 16, color: INK, middle: true },
  subtitle: { size: 11, color: GREY },
  fact: { size: 10, color: GREY },
  link: { size: 10, color: LINK, underline: true },
  head: { bold: true, color: 'FFFFFF', fill: DARK, middle: true, wrap: true },
  line: { color: INK, bottom: hairline },
  section: { color: INK, bold: true, fill: TINT, bottom: hairline },
  subtotal: { color: INK, bold: true, bottom: hairline },
  subtotalFigure: { color: INK, bold: true, top: rule, bottom: hairline },
  total: { color: INK, bold: true },
  totalFigure: { color: INK, bold: true, top: rule, bottom: doubleRule },
  weak: { fill: AMBER, color: INK },
  edited: { fill: BLUE, color: INK },
  signpost: { size: 10, color: INK, fill: AMBER, underline: true },
  printed: { size: 9, color: GREY, italic: true },
  check: { size: 9, color: GREY },
  checkHead: { size: 9, color: GREY, bold: true, align: 'right', middle: true },
  difference: { size: 10, color: GREEN, align: 'right' },
  legend: { size: 9, color: GREY },
} as const satisfies Record<string, Look>;
