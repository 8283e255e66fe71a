import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, root));

/** Where the pages are made from, and where they are made. */
export const siteFolders = {
  source: path('web'),
  /** What netlify.toml publishes and the local host serves. */
  built: path('web/dist'),
  /** All that the pages are made of: these, and the packages by the lock. */
  inputs: [path('web'), path('shared'), path('package-lock.json'), path('bin/site')],
};
