import { z } from 'zod';
import type { Health } from '#shared/health/check-health.ts';
import type { AddedWebhook } from '#shared/webhooks/add-webhook.ts';
import { webhookEvents } from '#shared/webhooks/webhook-event.ts';
import type { WebhookView } from '#shared/webhooks/webhook-view.ts';
import { atoms } from './atoms.ts';

const { count } = atoms;

const webhookForm = z
  .strictObject({
    webhookId: atoms.id,
    url: z.string(),
    events: z.array(z.enum(webhookEvents)),
    createdAt: atoms.time,
    deliveries: z
      .strictObject({ pending: count, delivered: count, failed: count })
      .describe('Of the last 30 days, and of jobs that are still there.'),
  })
  .describe('Somebody who is told of the ends of jobs.') satisfies z.ZodType<WebhookView>;

const addedWebhookForm = webhookForm
  .extend({ secret: z.string().describe('`whsec_…`: shown this once.') })
  .describe('A webhook with its secret.') satisfies z.ZodType<AddedWebhook>;

const part = z.enum(['ok', 'unavailable']);

const healthForm = z
  .strictObject({ status: part, database: part, store: part })
  .describe('Whether the parts that a request cannot do without answer.') satisfies z.ZodType<Health>;

export const serviceForms = {
  Webhook: webhookForm,
  AddedWebhook: addedWebhookForm,
  WebhookList: z.strictObject({ webhooks: z.array(webhookForm) }).describe('The webhooks of the tenant.'),
  Health: healthForm,
  Liveness: z.strictObject({ status: z.literal('ok') }).describe('This process answers.'),
  OpenApiDocument: z
    .looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
    .describe('This document.'),
};
