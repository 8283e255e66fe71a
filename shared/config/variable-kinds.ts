import { z } from 'zod';

/** What a person must know of a variable beside its default: it goes into .env.example and into fault messages. */
export interface VariableNote {
  about: string;
  /** Range and unit, such as "1-1000 events". */
  range: string;
  /** Shown instead of the default where the default depends on the machine. */
  shownDefault?: string;
}

export const notes = z.registry<VariableNote>();

/** The note of a variable; every variable has one, a test sees to it. */
export function noteOf(variable: z.ZodType): VariableNote | undefined {
  return notes.get(variable);
}

interface Range {
  min: number;
  max: number;
  unit: string;
  about: string;
  shownDefault?: string;
}

export function integer(fallback: number, range: Range) {
  const { min, max, unit, about } = range;
  const message = `must be a whole number from ${min} to ${max} (${unit})`;
  const variable = z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message))
    .default(fallback);
  const shown = range.shownDefault === undefined ? {} : { shownDefault: range.shownDefault };
  return variable.register(notes, { about, range: `${min}-${max} ${unit}`, ...shown });
}

export function fraction(fallback: number, about: string) {
  const message = 'must be a number from 0 to 1';
  const variable = z
    .string()
    .regex(/^(0|1|0?\.\d+|1\.0+)$/, message)
    .transform(Number)
    .default(fallback);
  return variable.register(notes, { about, range: '0-1' });
}

export function flag(fallback: boolean, about: string) {
  const variable = z
    .enum(['true', 'false'], 'must be true or false')
    .transform((value) => value === 'true')
    .default(fallback);
  return variable.register(notes, { about, range: 'true | false' });
}

export function choice<const T extends readonly [string, ...string[]]>(
  options: T,
  fallback: T[number],
  about: string,
) {
  const variable = z.enum(options, `must be one of ${options.join(', ')}`).default(fallback as never);
  return variable.register(notes, { about, range: options.join(' | ') });
}

/** Several of the options, with commas between them; at least one. */
export function choices<const T extends string>(
  options: readonly T[],
  fallback: NoInfer<T>[],
  about: string,
) {
  const message = `must name some of ${options.join(', ')} with commas between them`;
  const variable = z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(options, message)))
    .default(fallback);
  return variable.register(notes, { about, range: options.join(',') });
}

export function text(about: string, range = 'text') {
  return z.string().min(1).optional().register(notes, { about, range });
}

export function textOr(fallback: string, about: string, range = 'text') {
  return z.string().min(1).default(fallback).register(notes, { about, range });
}
