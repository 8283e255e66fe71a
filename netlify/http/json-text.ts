/** The same of what is JSON already. */
export function jsonText(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}
