const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** Integer cents as dollars: 36 -> "$0.36". */
export function money(cents: number): string {
  return dollars.format(cents / 100);
}
