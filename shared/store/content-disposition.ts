/**
 * The Content-Disposition of a download (RFC 6266): an ASCII name for old clients, the full one behind `filename*`
 * (RFC 8187). Quotes, line breaks and path separators never reach the header.
 */
export function contentDisposition(filename: string): string {
  const name = cleanName(filename);
  const ascii = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Control, format (RTL override) and lone surrogate characters go; a name that is left empty is "download". */
function cleanName(filename: string): string {
  const name = filename
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replaceAll(/[/\\]/g, '_')
    .trim();
  return name === '' ? 'download' : name.slice(0, 200).toWellFormed();
}
