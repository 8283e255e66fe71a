import type { z } from 'zod';
import { configSchema } from './config/variables.ts';
import { AppError } from './errors.ts';

/** Every setting, checked, under the name of its variable. */
export type Config = Readonly<z.output<typeof configSchema>>;

/**
 * Reads the environment once. Throws `config-invalid` naming every fault at once, with the variable, what it must
 * be and what was given, so that one correction is enough.
 */
export function loadConfig({
  environment = process.env,
  defaults = {},
  overrides = {},
}: ConfigSources = {}): Config {
  const given = { ...present(defaults), ...present({ ...environment, ...overrides }) };
  const parsed = configSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => describeFault(issue, given));
  throw new AppError(
    'config-invalid',
    `The configuration is wrong:\n${faults.join('\n')}\nSee .env.example for every variable.`,
  );
}

export interface ConfigSources {
  environment?: Environment;
  /** What counts where the environment says nothing. */
  defaults?: Environment;
  /** What counts whatever the environment says; an empty one makes the environment's count as not set. */
  overrides?: Environment;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable means "not set": shells and hosting forms cannot express the difference. */
function present(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** The environment a child process inherits, with changes; here because only this file may read it. */
export function environmentWith(changes: Environment): Record<string, string> {
  const merged = { ...process.env, ...changes };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function describeFault(issue: z.core.$ZodIssue, given: Environment): string {
  const name = String(issue.path[0] ?? '');
  const value = given[name];
  const shown = value === undefined || /URL|KEY|SECRET|TOKEN/.test(name) ? '' : `, not "${value}"`;
  return `  ${name} ${issue.message}${shown}`;
}
