/** What a word or short form of a unit multiplies by, without case and points: "Mio." -> 1000000; null for any other word. */
export function unitScale(word: string): number | null {
  const plain = word.replace(/[.'’()]/g, '').toLowerCase();
  return SCALES.find(([, words]) => words.split(' ').includes(plain))?.[0] ?? null;
}

const SCALES: readonly [number, string][] = [
  [100, 'hundreds'],
  [1e3, 'thousand thousands 000 000s k t tsd tausend milliers migliaia miles duizend duizenden'],
  [1e5, 'lakh lakhs lac lacs'],
  [1e6, 'million millions m mn mm mln mio millionen millones milioni miljoen'],
  [1e7, 'crore crores'],
  [1e9, 'billion billions bn mrd milliarden milliards miliardi miljard'],
  [1e12, 'trillion trillions'],
];
