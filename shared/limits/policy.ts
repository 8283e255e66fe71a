import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import type { EndpointRow } from '../contracts/endpoints.ts';

/** What of an endpoint decides under which policy its requests are counted. */
export type LimitedRow = Pick<EndpointRow, 'effect' | 'resent'>;

/** What is limited: one credential, or one address. */
export type Whose = 'credential' | 'address';

/** A quota of requests in a window, under the name it has in the headers. */
export interface Policy {
  name: `${Whose}-${'reads' | 'writes'}`;
  quota: number;
  windowSeconds: number;
}

/** As in the seed: so many a minute. */
const windowSeconds = 60;

/**
 * Reads and writes are counted apart, by what the table of endpoints says of each: who waits for a job asks once a second
 * and changes nothing, and must not use up by that what it needs to cancel.
 */
export function policyOf(config: Config, whose: Whose, { effect, resent }: LimitedRow): Policy {
  return effect === 'read' || resent === true
    ? { name: `${whose}-reads`, quota: config.RATE_LIMIT_READS_PER_MINUTE, windowSeconds }
    : { name: `${whose}-writes`, quota: config.RATE_LIMIT_PER_MINUTE, windowSeconds };
}

/** Under what a subject is counted: no store gets to see an address, a key or a user. */
export function subjectOf({ name }: Policy, subject: string): Buffer {
  return createHash('sha256').update(`${name}\0${subject}`).digest();
}
