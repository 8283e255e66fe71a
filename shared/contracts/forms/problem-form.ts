import { z } from 'zod';
import { type ErrorCode, listErrorCodes } from '#shared/errors.ts';
import { atoms } from './atoms.ts';

const codes = listErrorCodes().map(({ code }) => code) as [ErrorCode, ...ErrorCode[]];
const { cents, count } = atoms;

/** Every `facts` of an AppError that a caller may see is a member here: below 500 problem.ts sends them along. */
const facts = z
  .strictObject({
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).describe('Each field.'),
    allow: z.string(),
    maxBodyBytes: count,
    maxDepth: count,
    bytes: count,
    limitMb: count,
    announced: count,
    arrived: count,
    capCents: cents,
    highestCapCents: cents,
    quotedCents: cents,
    budgetCents: cents,
    pages: count,
    pagesThatFit: count,
    foreign: z.array(z.string()),
    policy: z.string().describe('The quota that is used up, as RateLimit-Policy names it.'),
    quota: count.describe('Requests in a window.'),
    windowSeconds: count,
    retryAfterSeconds: count.describe('As Retry-After.'),
    revision: count.describe('At which the schedule is.'),
    index: count.describe('Of the edit that does not fit.'),
    edits: count.describe('That stand and would be lost.'),
  })
  .partial();

/** RFC 9457, as netlify/http/problem.ts writes it. */
export const problemForm = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().describe('Says the way out.'),
    instance: z.string(),
    traceId: atoms.traceId,
    code: z.enum(codes).describe('Decide on this alone.'),
    ...facts.shape,
  })
  .describe('An error (RFC 9457) with the facts that go with its code.');
