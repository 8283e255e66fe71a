/**
 * Gives a namer that never answers the same name twice, not even in another case: the second "Notes" becomes "Notes (2)".
 * `clean` makes a text fit to be a name no longer than the given number of UTF-16 units, and is never to answer ''.
 */
export function uniqueNamer(
  clean: (text: string, longest: number) => string,
  options: { longest: number; reserved?: readonly string[]; suffix?: (count: number) => string },
): (text: string) => string {
  const suffixOf = options.suffix ?? ((count: number) => ` (${count})`);
  const taken = new Set((options.reserved ?? []).map(keyOf));
  return (text) => {
    let name = clean(text, options.longest);
    for (let count = 2; taken.has(keyOf(name)); count++) {
      const suffix = suffixOf(count);
      name = clean(text, options.longest - suffix.length) + suffix;
    }
    taken.add(keyOf(name));
    return name;
  };
}

/** Excel and file systems compare names without case, some also without the form in which accents are stored. */
function keyOf(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
