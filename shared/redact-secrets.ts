/**
 * A line of JSON, or a text, without what opens doors: the given secrets, and whatever looks like a credential. Applied
 * to whole log lines, because a secret comes in where nobody thought of it: in the words of a driver, an address, a cause
 * of a cause. Rather too much is taken out than too little; JSON stays JSON.
 */
export function redactSecrets(text: string, secrets: readonly string[] = []): string {
  let redacted = text;
  for (const form of new Set(secrets.flatMap(formsOf))) redacted = redacted.replace(whole(form), MARK);
  for (const [pattern, replacement] of patterns) redacted = redacted.replace(pattern, replacement);
  return redacted;
}

const MARK = '[redacted]';

/** As JSON has it, and as an address has it. */
function formsOf(secret: string): string[] {
  return [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
}

/** Where it does not begin within an escape, of which half would stay behind. */
function whole(form: string): RegExp {
  return new RegExp(String.raw`(?<!(?<!\\)(?:\\\\)*\\)${escapeForRegExp(form)}`, 'g');
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

/** Not held to begin a word: in JSON the letter of an escape (`\n`) stands before it. */
const patterns: readonly [RegExp, string][] = [
  // Our API keys: the id finds the key and may be shown.
  [/(ll_[0-9A-Za-z]+)_[0-9A-Za-z]{12,}/g, `$1_${MARK}`],
  [/whsec_[\w+/=-]+/g, `whsec_${MARK}`],
  // JSON Web Tokens, whole or cut off: `eyJ` is `{"` in base64.
  [/eyJ[\w-]{6,}(?:\.[\w-]*){0,2}/g, MARK],
  [/(bearer(?:\s+|%20))[\w.~+/=%-]{12,}/gi, `$1${MARK}`],
  // Only there: “basic” and “digest” are words as well.
  [/(authorization\W{1,6}(?:basic|digest)\s+)[^\\"\n]+/gi, `$1${MARK}`],
  // user:password@ in an address.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/"'?#@]*@/gi, `$1${MARK}@`],
  [
    /(x-amz-(?:signature|credential|security-token)|signature|sig|token|access_token|secret|password|passwd|pwd|api[_-]?key)(=|%3D)[^&\s"'\\]+/gi,
    `$1$2${MARK}`,
  ],
];
