import type { z } from 'zod';
import type { bodies } from './bodies.ts';

type Bodies = typeof bodies;

/** One of each body: zod leaves examples out where a form transforms what it takes, so that they stand beside the forms. */
export const bodyExamples: { [N in keyof Bodies]: z.input<Bodies[N]> } = {
  CreateJob: {
    filename: 'harbor-mill-2024.pdf',
    bytes: 184_320,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    pages: '2-9,12',
    capCents: 500,
  },
  RequestExport: { format: 'xlsx' },
  RetryJob: { discardEdits: false },
  EditSchedule: { revision: 1, edits: [{ type: 'set-cell', row: 9, col: 2, text: '57,880' }] },
  UndoEdit: { revision: 2 },
  AddWebhook: { url: 'https://books.example/ledgerlift', events: ['job.completed', 'job.failed'] },
};
