import { contentTypes } from '#shared/exports/content-type.ts';
import type { ExportExtension } from '#shared/store/keys.ts';

/** A finished export, ready to be stored. */
export interface WrittenFile {
  bytes: Uint8Array;
  contentType: string;
  /** Without the dot. */
  extension: ExportExtension;
}

export function writtenFile(extension: ExportExtension, bytes: Uint8Array): WrittenFile {
  return { bytes, contentType: contentTypes[extension], extension };
}
