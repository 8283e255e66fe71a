import type { Schema } from '../openapi.ts';
import { code, escapeHtml } from './inline-html.ts';

/** What a value may be, in a few words: `integer ≥ 1`, `list of Job`, `string or null`. */
export function typeHtml(schema: Schema): string {
  if (schema.$ref !== undefined) return linkHtml(schema.$ref);
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(String(value))).join(' · ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return [...new Set(variants.map(typeHtml))].join(' or ');
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(typeHtml).join(', ')}]`;
  if (schema.items !== undefined) return `list of ${typeHtml(schema.items)}`;
  if (schema.properties === undefined && typeof schema.additionalProperties === 'object') return 'map';
  return escapeHtml([plain(schema), ...bounds(schema)].join(' '));
}

export function linkHtml(ref: string): string {
  const name = escapeHtml(ref.split('/').at(-1) ?? '');
  return `<a href="#schema-${name}">${name}</a>`;
}

function plain({ type, format, pattern }: Schema): string {
  const name = type === undefined ? 'anything' : [type].flat().join(' or ');
  return [name, format, pattern].filter((part) => part !== undefined).join(' ');
}

function bounds(schema: Schema): string[] {
  const told: [string, number | undefined][] = [
    ['≥', schema.minimum],
    ['>', schema.exclusiveMinimum],
    ['≤', schema.maximum],
    ['of length ≥', schema.minLength],
    ['of length ≤', schema.maxLength],
  ];
  const ends = told.flatMap(([sign, bound]) => (bound === undefined ? [] : [`${sign} ${bound}`]));
  return schema.default === undefined ? ends : [...ends, `(${JSON.stringify(schema.default)})`];
}
