import type { Look, Rule } from './sheet-model.ts';

/** A text that is equal for equal looks. By hand, because it is asked for every cell and JSON takes several times as long. */
export function lookKey(look: Look): string {
  const marks = `${look.bold ?? ''},${look.italic ?? ''},${look.underline ?? ''},${look.mono ?? ''},${look.wrap ?? ''},${look.middle ?? ''}`;
  const place = `${look.size ?? ''},${look.align ?? ''},${look.indent ?? ''},${look.color ?? ''},${look.fill ?? ''}`;
  return `${marks},${place},${ruleKey(look.top)},${ruleKey(look.bottom)},${look.format ?? ''}`;
}

function ruleKey(rule: Rule | undefined): string {
  return rule ? rule.style + rule.color : '';
}
