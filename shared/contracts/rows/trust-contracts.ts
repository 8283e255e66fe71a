import type { Contracts } from '../contract.ts';
import { auditQuery, trailQuery } from '../requests.ts';

const body = ['malformed-request', 'too-large'] as const;
const job = ['not-found', 'deleted'] as const;
const trailTypes = ['application/json', 'application/x-ndjson', 'text/csv'] as const;

export const trustContracts = {
  '/api/jobs/:jobId/cost': {
    GET: { id: 'getJobCost', answers: { 200: 'JobCost' }, problems: [...job] },
  },
  '/api/users/me/cost': {
    GET: { id: 'getUserCost', answers: { 200: 'UserCost' }, problems: [] },
  },
  '/api/jobs/:jobId/audit': {
    GET: {
      id: 'listEvents',
      query: auditQuery,
      answers: { 200: { form: 'JobTrail', contentTypes: trailTypes } },
      problems: ['malformed-request', 'not-found'],
      paged: true,
    },
  },
  '/api/audit': {
    GET: {
      id: 'listTrail',
      query: trailQuery,
      answers: { 200: { form: 'TenantTrail', contentTypes: trailTypes } },
      problems: ['malformed-request', 'not-found'],
      paged: true,
    },
  },
  '/api/audit/checkpoint': {
    GET: { id: 'getCheckpoint', answers: { 200: 'Checkpoint' }, problems: ['not-found'] },
  },
  '/api/jobs/:jobId/delete': {
    POST: {
      id: 'requestDeletion',
      answers: { 200: 'DeletionAnswer', 202: 'DeletionAnswer' },
      problems: [...body, 'not-found', 'legal-hold'],
    },
    DELETE: {
      id: 'deleteJob',
      answers: { 200: 'DeletionAnswer', 202: 'DeletionAnswer' },
      problems: [...body, 'not-found', 'legal-hold'],
    },
    GET: { id: 'getDeletion', answers: { 200: 'Deletion' }, problems: ['not-found'] },
  },
  '/api/jobs/:jobId/deletion': {
    GET: { id: 'getDeletionOfJob', answers: { 200: 'Deletion' }, problems: ['not-found'] },
  },
  '/api/jobs/:jobId/legal-hold': {
    PUT: { id: 'holdJob', answers: { 200: 'Job' }, problems: [...body, ...job] },
    DELETE: { id: 'releaseJob', answers: { 200: 'Job' }, problems: [...body, ...job] },
  },
  '/api/users/:userId/erase': {
    POST: {
      id: 'requestUserErasure',
      answers: { 202: 'UserErasure' },
      problems: [...body, 'not-found'],
    },
  },
  '/api/users/:userId/erasure': {
    GET: { id: 'getUserErasure', answers: { 200: 'UserErasure' }, problems: ['not-found'] },
  },
} as const satisfies Partial<Contracts>;
