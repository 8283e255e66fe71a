/** A text as HTML: nothing of it is markup, but what stands between backticks is code. */
export function inlineHtml(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}
