import { z } from 'zod';
import { webhookEvents } from '../webhooks/webhook-event.ts';

/** Without `events` it is told of all. */
export const addWebhookBody = z.strictObject({
  url: z.string().min(1).max(2000),
  events: z
    .array(z.enum(webhookEvents))
    .min(1)
    .max(webhookEvents.length)
    .default([...webhookEvents]),
});

export type AddWebhookBody = z.output<typeof addWebhookBody>;
