import { z } from 'zod';
import type { SignInOffer } from '#shared/auth/sign-in-offer.ts';
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

const signInOfferForm = z
  .strictObject({
    provider: z
      .strictObject({
        name: z.string(),
        issuer: z.string(),
        clientId: z.string(),
        scopes: z.string(),
        parameters: z.record(z.string(), z.string()),
      })
      .nullable()
      .describe('The identity provider that people are sent to; null where there is none.'),
  })
  .describe('How the pages sign people in.') satisfies z.ZodType<SignInOffer>;

export const serviceForms = {
  Webhook: webhookForm,
  AddedWebhook: addedWebhookForm,
  WebhookList: z.strictObject({ webhooks: z.array(webhookForm) }).describe('The webhooks of the tenant.'),
  SignInOffer: signInOfferForm,
  Health: healthForm,
  Liveness: z.strictObject({ status: z.literal('ok') }).describe('This process answers.'),
  OpenApiDocument: z
    .looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
    .describe('This document.'),
};
