/**
 * The text of one character as read: ligatures expanded, other blanks and marks without width dropped ('').
 * Bullets that symbol fonts keep in the private use area become "•".
 */
export function cleanCharacter(unicode: number): string {
  if (isControl(unicode) || isZeroWidth(unicode) || unicode === SOFT_HYPHEN) return '';
  if (isSymbolFont(unicode)) return SYMBOLS.get(unicode) ?? '•';
  if (!isScalar(unicode)) return '';
  const text = String.fromCodePoint(unicode);
  return unicode >= 0xfb00 && unicode <= 0xfb06 ? text.normalize('NFKC') : text;
}

/** A blank that separates words, among them the no-break and the thin ones. */
export function isSpace(unicode: number): boolean {
  return (
    unicode === 0x20 ||
    unicode === 0xa0 ||
    unicode === 0x09 ||
    (unicode >= 0x2000 && unicode <= 0x200a) ||
    unicode === 0x202f ||
    unicode === 0x205f ||
    unicode === 0x3000
  );
}

/** A character that says nothing: control, replacement, or private use. */
export function isGarbage(unicode: number): boolean {
  return isControl(unicode) || unicode === 0xfffd || !isScalar(unicode) || isPrivateUse(unicode);
}

const SOFT_HYPHEN = 0xad;

/** What Wingdings and Symbol draw at places that matter in schedules. */
const SYMBOLS = new Map<number, string>([
  [0xf028, '('],
  [0xf029, ')'],
  [0xf02b, '+'],
  [0xf02d, '−'],
  [0xf0fc, '✓'],
]);

function isControl(unicode: number): boolean {
  return unicode < 0x20 || (unicode >= 0x7f && unicode < 0xa0);
}

function isZeroWidth(unicode: number): boolean {
  return (
    (unicode >= 0x200b && unicode <= 0x200f) || (unicode >= 0x2060 && unicode <= 0x2064) || unicode === 0xfeff
  );
}

function isSymbolFont(unicode: number): boolean {
  return unicode >= 0xf020 && unicode <= 0xf0ff;
}

function isPrivateUse(unicode: number): boolean {
  return unicode >= 0xe000 && unicode <= 0xf8ff;
}

function isScalar(unicode: number): boolean {
  return (
    unicode <= 0x10ffff && (unicode < 0xd800 || unicode > 0xdfff) && unicode !== 0xffff && unicode !== 0xfffe
  );
}
