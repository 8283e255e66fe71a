/** What the label of a row promises of its figures; 'none' where it promises nothing. */
export type TotalPromise = 'total' | 'net' | 'none';

/**
 * 'total' for labels that announce a sum ("Total assets", "Subtotal", "Sum"), 'net' for results that are usually sums but need
 * not be ("Net income", "Gross profit", "Closing balance"). English first, with the commonest German, French and Spanish words.
 */
export function totalPromise(label: string): TotalPromise {
  const text = label.toLowerCase().trim();
  if (TOTAL.test(text)) return 'total';
  return NET.test(text) ? 'net' : 'none';
}

const TOTAL =
  /^(?:sub-? ?totals?|grand total|totals?|sum|summe|gesamt|zwischensumme|somme|suma)\b|\b(?:sub-?total|totals?)[:. ]*$/;
const NET =
  /^(?:net|adjusted|gross (?:profit|margin)|operating (?:income|profit|loss)|income (?:from|before)|profit (?:before|for)|loss (?:before|for)|closing|ending|balance (?:at|as at|as of)|ebitda?|surplus|deficit)\b/;
