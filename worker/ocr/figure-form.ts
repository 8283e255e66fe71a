/** How well formed a figure is: 3 with right groups or decimals, 2 without marks, 1 doubtful, 0 none. Signs do not count. */
export function figureForm(text: string): 0 | 1 | 2 | 3 {
  const body = text.replace(/^[-–—$€£([{]+|[)\]}%]+$/g, '');
  if (/^(\d{1,3}(,\d{3})+(\.\d{1,4})?|\d{1,3}\.\d{1,2})$/.test(body)) return 3;
  if (/^(0|[1-9]\d*)$/.test(body)) return 2;
  return /^[\d.,]+$/.test(body) ? 1 : 0;
}
