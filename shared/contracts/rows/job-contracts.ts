import type { Contracts } from '../contract.ts';
import { pageQuery } from '../requests.ts';

const body = ['malformed-request', 'too-large'] as const;
const job = ['not-found', 'deleted'] as const;
const upload = ['upload-mismatch', 'not-a-pdf', 'store-unavailable'] as const;
const money = ['job-cost-cap', 'user-budget'] as const;
/** What a worker finds out by looking at the file. */
const file = [
  'pdf-encrypted',
  'pdf-broken',
  'pdf-empty',
  'no-such-page',
  'resource-limit',
  'sha256-mismatch',
] as const;

export const jobContracts = {
  '/api/jobs': {
    POST: {
      id: 'createJob',
      body: 'CreateJob',
      answers: { 201: 'CreatedJob' },
      // `deleted`: the job that a repeated announcement made.
      problems: [...body, 'user-erasing', 'deleted', 'store-unavailable'],
    },
    GET: {
      id: 'listJobs',
      query: pageQuery,
      answers: { 200: 'JobList' },
      problems: ['malformed-request'],
    },
  },
  '/api/jobs/:jobId': {
    GET: { id: 'getJob', answers: { 200: 'JobDetail' }, problems: [...job] },
  },
  '/api/jobs/:jobId/quote': {
    POST: {
      id: 'requestQuote',
      answers: { 200: 'Quote', 202: 'Quote' },
      problems: [...body, ...job, 'wrong-state', ...upload, ...money, ...file],
    },
  },
  '/api/jobs/:jobId/start': {
    POST: {
      id: 'startJob',
      answers: { 202: 'Job' },
      problems: [...body, ...job, ...upload, ...money],
    },
  },
  '/api/jobs/:jobId/cancel': {
    POST: {
      id: 'cancelJob',
      answers: { 200: 'Job', 202: 'Job' },
      problems: [...body, ...job, 'wrong-state'],
    },
  },
  '/api/jobs/:jobId/retry': {
    POST: {
      id: 'retryJob',
      body: 'RetryJob',
      answers: { 202: 'Job' },
      problems: [...body, ...job, 'wrong-state', 'not-ready', 'schedules-reviewed', ...upload],
    },
  },
} as const satisfies Partial<Contracts>;
