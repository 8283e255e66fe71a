import { type Zippable, zipSync } from 'fflate';

/**
 * A zip of the files in the order given. Every entry bears the first moment a zip can express, so that equal files give equal
 * bytes; the parts of the date are local ones because fflate writes the local time.
 */
export function zipFiles(files: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array {
  const entries: Zippable = {};
  for (const [name, content] of files) entries[name] = content;
  return zipSync(entries, { level: 6, mtime: new Date(1980, 0, 1) });
}
