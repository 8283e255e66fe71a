/**
 * The user in an address `…/users/<user>/<what>`, decoded: a name may hold any character. From the path itself, because
 * hosts differ in whether they decode its parameters. Empty for what cannot be decoded, which is nobody's name.
 */
export function userOf(url: URL): string {
  try {
    return decodeURIComponent(url.pathname.split('/').at(-2) ?? '');
  } catch {
    return '';
  }
}
