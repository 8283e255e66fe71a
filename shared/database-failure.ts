import { AppError } from './errors.ts';

/**
 * `database-unavailable` for what pg, its pool and the network under them throw where no connection could be had or
 * one broke; null for every other error. Object store and queue have failures of their own, wrapped where they arise.
 */
export function databaseFailure(error: unknown): AppError | null {
  if (!(error instanceof Error) || error instanceof AppError || !isConnectionLost(error)) return null;
  const detail = 'The database does not answer. Try again; if it lasts, check DATABASE_URL and the server.';
  return new AppError('database-unavailable', detail, { cause: error });
}

function isConnectionLost(error: Error): boolean {
  if (!('code' in error) || typeof error.code !== 'string') return codeless.has(error.message);
  return networkCodes.has(error.code) || sqlStates.test(error.code);
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * PostgreSQL, appendix A: class 08 connection exceptions, 57P01-03 shutdown, crash and start, 53300 too many clients; and
 * 40P01, the one of two transactions in each other's way that was ended: again it goes through.
 */
const sqlStates = /^(?:08[0-9A-Z]{3}|57P0[123]|53300|40P01)$/;

/**
 * pg 8 and pg-pool 3 throw these as plain Errors without a code or a class, so that their text is all there is. It
 * becomes a code here and nowhere else; the tests draw each from the library itself, so that a new wording is noticed.
 */
const codeless = new Set([
  'timeout expired',
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
]);
