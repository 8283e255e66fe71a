/** Content types of exports, by their file extensions. */
export const contentTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  zip: 'application/zip',
  json: 'application/json',
  pdf: 'application/pdf',
} as const;

/** The file extension that goes with the content type of an export. */
export function extensionOf(contentType: string): string {
  return Object.entries(contentTypes).find(([, type]) => type === contentType)?.[0] ?? 'bin';
}
