import type { Contracts } from '../contract.ts';
import { scheduleQuery } from '../requests.ts';

const job = ['not-found', 'deleted'] as const;
const edit = [
  'malformed-request',
  'too-large',
  ...job,
  'wrong-state',
  'not-ready',
  'revision-conflict',
] as const;

export const scheduleContracts = {
  '/api/jobs/:jobId/pages': {
    GET: { id: 'listPages', answers: { 200: 'PageList' }, problems: [...job] },
  },
  '/api/jobs/:jobId/pages/:page': {
    GET: { id: 'getPage', answers: { 200: 'PageDetail' }, problems: [...job, 'store-unavailable'] },
  },
  '/api/jobs/:jobId/schedules': {
    GET: {
      id: 'listSchedules',
      query: scheduleQuery,
      answers: { 200: 'ScheduleList' },
      problems: ['malformed-request', ...job],
    },
  },
  '/api/jobs/:jobId/schedules/:ordinal': {
    GET: { id: 'getSchedule', answers: { 200: 'Schedule' }, problems: [...job] },
    PATCH: {
      id: 'editSchedule',
      body: 'EditSchedule',
      answers: { 200: 'Schedule' },
      problems: [...edit, 'edit-refused'],
    },
  },
  '/api/jobs/:jobId/schedules/:ordinal/undo': {
    POST: {
      id: 'undoEdit',
      body: 'UndoEdit',
      answers: { 200: 'Schedule' },
      problems: [...edit, 'nothing-to-undo'],
    },
  },
  '/api/jobs/:jobId/export': {
    POST: {
      id: 'requestExport',
      body: 'RequestExport',
      answers: { 202: 'RequestedExport' },
      problems: [
        'malformed-request',
        'too-large',
        ...job,
        'wrong-state',
        'not-ready',
        'nothing-selected',
        'unknown-schedule',
      ],
    },
  },
  '/api/jobs/:jobId/exports/:exportId': {
    GET: { id: 'getExport', answers: { 200: 'Export' }, problems: [...job, 'store-unavailable'] },
  },
} as const satisfies Partial<Contracts>;
