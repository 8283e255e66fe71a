import { createJobBody, exportBody } from './requests.ts';
import { addWebhookBody } from './webhook-requests.ts';

/** What callers may send, by the name it has in the OpenAPI document. */
export const bodies = {
  CreateJob: createJobBody.describe('The announcement of a file.'),
  RequestExport: exportBody.describe(
    'What goes into which file; without a choice the one that was made last.',
  ),
  AddWebhook: addWebhookBody.describe('Who is told of what; without `events` of all.'),
};
