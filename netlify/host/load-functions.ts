import type { Config, Context } from '@netlify/functions';
import { readdir } from 'node:fs/promises';
import { basename, extname } from 'node:path';

export type FunctionHandler = (request: Request, context: Context) => Promise<Response> | Response;

/** A function as the platform would deploy it: a file at the top of netlify/functions with its inline config. */
export interface LoadedFunction {
  name: string;
  handler: FunctionHandler;
  /** Empty for a scheduled one. */
  patterns: URLPattern[];
  /** Cron in UTC; null for one that is reached by HTTP. */
  schedule: string | null;
}

/** Imports every function of the folder, as the platform deploys every file there. */
export async function loadFunctions(folder: URL): Promise<LoadedFunction[]> {
  const files = (await readdir(folder)).filter((file) => extname(file) === '.ts').sort();
  return Promise.all(files.map(async (file) => loadFunction(new URL(file, folder))));
}

async function loadFunction(file: URL): Promise<LoadedFunction> {
  const module = (await import(file.href)) as { default: FunctionHandler; config: Config };
  const { config } = module;
  const paths = config.path === undefined ? [] : [config.path].flat();
  return {
    name: basename(file.pathname, '.ts'),
    handler: module.default,
    patterns: paths.map((pathname) => new URLPattern({ pathname })),
    schedule: config.schedule ?? null,
  };
}
