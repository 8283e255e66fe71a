/** Hands the browser a file to keep: made here, or behind an address that is offered as a download. */
export function saveAs(source: Blob | string, filename: string): void {
  const url = typeof source === 'string' ? source : URL.createObjectURL(source);
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  document.body.append(link);
  link.click();
  link.remove();
  // Not at once: some browsers begin to read it only after this.
  if (typeof source !== 'string') setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
