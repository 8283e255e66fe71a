const extensions: Record<string, string> = {
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'text/csv; charset=utf-8': 'csv',
  'application/zip': 'zip',
  'application/json': 'json',
  'application/pdf': 'pdf',
};

/** The file extension that goes with the content type of an export. */
export function extensionOf(contentType: string): string {
  return extensions[contentType] ?? 'bin';
}
