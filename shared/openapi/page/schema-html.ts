import type { Schema } from '../openapi.ts';
import { code, escapeHtml, inlineHtml } from './inline-html.ts';
import { typeHtml } from './type-html.ts';

/** A component as a table of its fields, those of unnamed objects within it included: `rows[].cells[].raw`. */
export function schemaHtml(name: string, schema: Schema): string {
  const rows = fieldsOf(schema, '').map(
    ({ path, optional, field }) =>
      `<tr><th scope="row">${code(path)}${optional ? ' <small>optional</small>' : ''}</th><td>${typeHtml(field)}</td><td>${inlineHtml(field.description ?? '')}</td></tr>`,
  );
  const [example] = schema.examples ?? [];
  return `<article id="schema-${escapeHtml(name)}">
<h3><a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a></h3>
<p>${inlineHtml(schema.description ?? '')}</p>
<div class="wide"><table><thead><tr><th scope="col">field</th><th scope="col">is</th><th scope="col">about</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
${example === undefined ? '' : `<pre>${escapeHtml(JSON.stringify(example, null, 2))}</pre>`}
</article>`;
}

interface Field {
  path: string;
  optional: boolean;
  field: Schema;
}

function fieldsOf({ properties = {}, required = [] }: Schema, prefix: string): Field[] {
  return Object.entries(properties).flatMap(([name, field]): Field[] => {
    const path = `${prefix}${name}`;
    return [{ path, optional: !required.includes(name), field }, ...within(field, path)];
  });
}

/** The fields of what stands within a field without a name of its own. */
function within(field: Schema, path: string): Field[] {
  if (field.items !== undefined) return within(field.items, `${path}[]`);
  const variants = (field.anyOf ?? field.oneOf)?.filter(({ type }) => type !== 'null');
  if (variants === undefined) return fieldsOf(field, `${path}.`);
  return variants.flatMap((variant) => within(variant, `${path}${labelOf(variant, variants.length)}`));
}

/** Variants are told apart by the constant that each of them has. */
function labelOf({ properties = {} }: Schema, variants: number): string {
  const constant = Object.values(properties).find((property) => property.const !== undefined);
  return variants === 1 || constant === undefined ? '' : `(${String(constant.const)})`;
}
