import { type ErrorCode, listErrorCodes } from '../errors.ts';
import type { Reference, Response } from './openapi.ts';
import { headersWith } from './response-headers.ts';

const rows = new Map(listErrorCodes().map((row) => [row.code, row]));

/** Refusals before a request is counted (netlify/http/route.ts): they tell no limits. */
const uncounted: readonly ErrorCode[] = ['method-not-allowed', 'config-invalid', 'wrong-environment'];

interface Problems {
  status: number;
  codes: ErrorCode[];
}

/** The problems of a call by their status, each a reference to the component that names its codes. */
export function problemRefs(codes: readonly ErrorCode[]): Record<string, Reference> {
  const refs = groupsOf(codes).map((group): [string, Reference] => [
    String(group.status),
    { $ref: `#/components/responses/${nameOf(group)}` },
  ]);
  return Object.fromEntries(refs);
}

/** The components for the problems of many calls: one for each set of codes that one status may have somewhere. */
export function problemResponses(calls: readonly (readonly ErrorCode[])[]): Record<string, Response> {
  const groups = calls.flatMap(groupsOf).map((group): [string, Response] => [nameOf(group), response(group)]);
  return Object.fromEntries(groups.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** In the order of the one table, whatever order a contract has them in. */
function groupsOf(codes: readonly ErrorCode[]): Problems[] {
  const groups = new Map<number, ErrorCode[]>();
  for (const { code, status } of rows.values()) {
    if (codes.includes(code)) groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return [...groups].map(([status, of]) => ({ status, codes: of }));
}

function nameOf({ codes }: Problems): string {
  return codes.join('.');
}

function response({ status, codes }: Problems): Response {
  const told = codes.map((code) => `\`${code}\`: ${rows.get(code)?.title ?? ''}.`);
  const retry = codes.some((code) => rows.get(code)?.retry === true);
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { type: 'object', properties: { status: { const: status }, code: { enum: codes } } },
    ],
  };
  return {
    description: told.join(' '),
    headers: headersWith(
      ...(retry ? (['Retry-After'] as const) : []),
      ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
      ...(status === 405 ? (['Allow'] as const) : []),
      ...(codes.every((code) => uncounted.includes(code))
        ? []
        : (['RateLimit', 'RateLimit-Policy'] as const)),
    ),
    content: { 'application/problem+json': { schema } },
  };
}
