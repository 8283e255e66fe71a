import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { endpoints } from './endpoints.ts';
import type { FormName } from './forms/forms.ts';
import type { bodies } from './bodies.ts';

/** What is agreed about a call beyond its row in the table of endpoints: what it takes, and everything it may answer. */
export interface Contract {
  /** The operationId: the verb that answers. */
  id: string;
  query?: z.ZodObject;
  /** Left out where nothing but an empty body or `{}` is taken. */
  body?: keyof typeof bodies;
  /** Statuses with the form of each. */
  answers: Partial<Record<AnswerStatus, FormName | OtherAnswer | null>>;
  /** Codes beyond those that every call may answer (every-problem.ts). */
  problems: readonly ErrorCode[];
  /** Its answer may name the next page in `Link`. */
  paged?: true;
}

export type AnswerStatus = 200 | 201 | 202 | 204 | 304 | 503;

/** An answer that is not JSON alone. */
export interface OtherAnswer {
  form?: FormName;
  contentTypes: readonly string[];
}

type Endpoints = typeof endpoints;

/** One for each row of the table of endpoints: a row without its contract does not compile. */
export type Contracts = {
  readonly [P in keyof Endpoints]: { readonly [M in keyof Endpoints[P]]: Contract };
};
