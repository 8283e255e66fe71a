import { z } from 'zod';
import type { Schema } from './openapi.ts';

type Direction = 'input' | 'output';

/** One form as JSON Schema: what may be sent (`input`), or what is answered. */
export function toSchema(form: z.ZodType, io: Direction): Schema {
  return withoutNames(z.toJSONSchema(form, { io, override }));
}

/** Forms by name as components; wherever one stands within another, it is referred to. */
export function toComponents(forms: Record<string, z.ZodType>, io: Direction): Record<string, Schema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, form] of Object.entries(forms)) registry.add(form, { id });
  const { schemas } = z.toJSONSchema(registry, { io, override, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutNames(schema)]));
}

/** A component has the dialect and the name of where it stands. */
function withoutNames(part: z.core.JSONSchema.BaseSchema): Schema {
  const { $schema: _, $id: __, ...schema } = part;
  return schema as Schema;
}

/** What a format says already, and bounds that are only those of our numbers, would bury the rest. */
function override({ jsonSchema: part }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  // No format of JSON Schema: `contentEncoding` says it.
  if (part.format === 'base64') delete part.format;
  if (part.format !== undefined) delete part.pattern;
  if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum;
  if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
}
