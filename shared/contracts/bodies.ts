import { createJobBody, exportBody, retryBody } from './requests.ts';
import { editsBody, undoBody } from './review-requests.ts';
import { addWebhookBody } from './webhook-requests.ts';

/** What callers may send, by the name it has in the OpenAPI document. */
export const bodies = {
  CreateJob: createJobBody.describe('The announcement of a file.'),
  RequestExport: exportBody.describe(
    'What goes into which file; without a choice the one that was made last.',
  ),
  RetryJob: retryBody.describe('Whether edits that stand may go with the schedules they are of.'),
  EditSchedule: editsBody.describe(
    'Edits in their order, all of them or none; `revision` is the one that was seen.',
  ),
  UndoEdit: undoBody.describe('`revision` is the one that was seen.'),
  AddWebhook: addWebhookBody.describe('Who is told of what; without `events` of all.'),
};
