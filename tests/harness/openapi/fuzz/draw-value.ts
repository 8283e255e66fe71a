import type { Schema } from '#shared/openapi/openapi.ts';
import type { Dice } from './dice.ts';

/** A value that a schema takes, mostly: what it says of strings by pattern is kept for hexadecimal digits alone. */
export function drawValue(schema: Schema, dice: Dice): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return dice.pick(schema.enum);
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants !== undefined) return drawValue(dice.pick(variants), dice);
  switch (schema.type ?? 'string') {
    case 'object':
      return drawObject(schema, dice);
    case 'array':
      return drawList(schema, dice);
    case 'integer':
    case 'number':
      return drawNumber(schema, dice);
    case 'boolean':
      return dice.chance(0.5);
    default:
      return drawText(schema, dice);
  }
}

/** Something that hardly anything takes. */
export function drawHostile(dice: Dice): unknown {
  const deep = dice.chance(0.5) ? nested(dice.below(2000) + 1) : [];
  return dice.pick<unknown>([
    ...hostileTexts,
    ...hostileNumbers,
    null,
    true,
    false,
    {},
    deep,
    'x'.repeat(dice.below(60_000)),
  ]);
}

export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b.pdf',
  '\ud800',
  '\udfff\ud800',
  '\u202Efdp.exe',
  '𝔏𝔢𝔡𝔤𝔢𝔯'.repeat(50),
  'ﷺ'.repeat(255),
  '../../../etc/passwd',
  "'; drop table jobs; --",
  '" or ""="',
  '${jndi:ldap://x}',
  '<script>alert(1)</script>',
  '=1+1',
  '\r\nSet-Cookie: a=b',
  '%00',
  '%2e%2e%2f',
  'null',
  'undefined',
  'NaN',
  '__proto__',
  'constructor',
  '0',
  '-1',
  '1.5',
  '1e400',
  '9'.repeat(400),
  '1-99999999999999999999',
  '1-1000000',
  '2-9,12,,',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59.999999999Z',
  '2024-02-30T00:00:00Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'file:///etc/passwd',
  'http://169.254.169.254/latest/meta-data',
  'http://[::1]:1/',
  'https://user:password@host/',
];

const hostileNumbers: readonly number[] = [
  0,
  -0,
  -1,
  1,
  0.5,
  1e-300,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  1e21,
  1e308,
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function drawObject({ properties = {}, required = [] }: Schema, dice: Dice): object {
  const entries = Object.entries(properties).filter(([name]) => required.includes(name) || dice.chance(0.4));
  return Object.fromEntries(entries.map(([name, schema]) => [name, drawValue(schema, dice)]));
}

function drawList({ items = {}, minItems = 0 }: Schema, dice: Dice): unknown[] {
  return Array.from({ length: minItems + dice.below(4) }, () => drawValue(items, dice));
}

function drawNumber({ minimum, exclusiveMinimum, maximum }: Schema, dice: Dice): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1);
  const most = maximum ?? least + 10 ** dice.below(10);
  // The first few are rows, columns and revisions that there are.
  const few = Math.min(most, least + dice.below(4));
  return dice.pick([
    least,
    least,
    few,
    few,
    most,
    least + dice.below(most - least + 1),
    maximum ?? 2 ** 53 - 1,
  ]);
}

function drawText({ format, pattern, minLength = 0, maxLength = 40 }: Schema, dice: Dice): string {
  if (format === 'uuid') return drawUuid(dice);
  if (format === 'date-time') return new Date(dice.below(2 ** 31) * 1000).toISOString();
  if (pattern?.includes('{64}') === true) return dice.hex(64);
  if (pattern !== undefined) return String(dice.below(1000));
  const length = dice.pick([minLength, maxLength, minLength + dice.below(maxLength - minLength + 1)]);
  const letters = dice.pick([
    'abcxyz.pdf'.split(''),
    '0123456789,-'.split(''),
    ['ä', 'ß', '→', '字', '\u{1F4C4}', '\u0301'],
  ]);
  return Array.from({ length }, () => dice.pick(letters)).join('');
}

export function drawUuid(dice: Dice): string {
  const [a, b, c, d] = [dice.hex(8), dice.hex(4), dice.hex(3), dice.hex(3)];
  return `${a}-${b}-${dice.pick(['4', '7'])}${c}-${dice.pick(['8', '9', 'a', 'b'])}${d}-${dice.hex(12)}`;
}
