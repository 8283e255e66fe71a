export type RouteParams = Readonly<Record<string, string>>;

/**
 * The first row whose pattern fits, with the parts of the path that its `:names` stand for; null where none does. A
 * trailing slash counts for nothing.
 */
export function matchRoute<R extends { pattern: string }>(
  routes: readonly R[],
  path: string,
): { route: R; params: RouteParams } | null {
  for (const route of routes) {
    const params = paramsOf(route.pattern, path);
    if (params !== null) return { route, params };
  }
  return null;
}

function paramsOf(pattern: string, path: string): RouteParams | null {
  const [wanted, given] = [partsOf(pattern), partsOf(path)];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decoded(value);
    else if (part !== value) return null;
  }
  return params;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
