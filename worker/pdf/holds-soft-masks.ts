import type { FileText } from '#worker/pdf/file-text.ts';

/**
 * Whether any picture of a file may have a soft mask, which PDFium does not tell. The dictionary of a picture is
 * never packed into an object stream (ISO 32000-1, 7.5.7), nor encrypted: its keys can be seen, if in hex digits.
 */
export function holdsSoftMasks(file: FileText): boolean {
  return SOFT_MASK.test(file.plain);
}

/** /SMask, and /SMaskInData of JPEG 2000. */
const SOFT_MASK = /\/(?:S|#53)(?:M|#4[dD])(?:a|#61)(?:s|#73)(?:k|#6[bB])/;
