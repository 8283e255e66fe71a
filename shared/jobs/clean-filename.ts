/**
 * A file name fit to be shown and sent in a header: no folders, no control or direction characters, at most 200
 * characters. It is never part of an object key.
 */
export function cleanFilename(name: string): string {
  const base = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = base.replace(/[\p{Cc}\p{Cf}\u2028\u2029"<>|:*?]/gu, '').trim();
  const stem = visible
    .replace(/\.pdf$/i, '')
    .replace(/^\.+/, '')
    .slice(0, 196);
  return `${stem === '' ? 'document' : stem}.pdf`;
}
