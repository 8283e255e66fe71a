/**
 * What every page of the site is sent with. Netlify has the same from netlify.toml (a test compares them), and beside it
 * Strict-Transport-Security, which has no meaning without TLS. Pictures of pages and downloads come from the object store, whose
 * address only the settings know: hence `https:`. On this host they come from itself.
 */
export const siteHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; connect-src 'self' https:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
} as const;
