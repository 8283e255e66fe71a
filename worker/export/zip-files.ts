import { type ZipOptions, type Zippable, zipSync } from 'fflate';

/**
 * A zip of the files in the order given. Every entry bears the first moment a zip can express, so that equal files give equal
 * bytes; the parts of the date are local ones because fflate writes the local time. Not by zlib, whose bytes differ from one
 * processor to another.
 */
export function zipFiles(files: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array {
  const entries: Zippable = {};
  for (const [name, content] of files) entries[name] = [content, { level: levelOf(name, content.length) }];
  return zipSync(entries, { mtime: new Date(1980, 0, 1) });
}

/** From here on packing well takes longer than making the file. */
const LARGE_BYTES = 2_000_000;

/** Pictures are packed already. */
function levelOf(name: string, bytes: number): NonNullable<ZipOptions['level']> {
  if (name.endsWith('.png')) return 0;
  return bytes > LARGE_BYTES ? 1 : 4;
}
