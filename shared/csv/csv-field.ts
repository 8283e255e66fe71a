/**
 * A text as a CSV field (RFC 4180): quoted where it must be, and also where it has blanks at its ends, which some
 * readers would trim. A text that a spreadsheet would take for a formula gets a leading apostrophe (OWASP, CSV
 * injection), also for full-width signs and behind blanks; figures are never to be passed through here.
 */
export function csvField(text: string): string {
  const guarded = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
}
