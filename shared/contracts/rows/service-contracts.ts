import type { Contracts } from '../contract.ts';

const health = { 200: 'Health', 503: 'Health' } as const;

export const serviceContracts = {
  '/api/webhooks': {
    POST: {
      id: 'addWebhook',
      body: 'AddWebhook',
      answers: { 201: 'AddedWebhook' },
      problems: ['malformed-request', 'too-large', 'not-found', 'webhook-refused'],
    },
    GET: { id: 'listWebhooks', answers: { 200: 'WebhookList' }, problems: ['not-found'] },
  },
  '/api/webhooks/:webhookId': {
    DELETE: { id: 'removeWebhook', answers: { 204: null }, problems: ['not-found'] },
  },
  '/api/health': { GET: { id: 'getHealth', answers: health, problems: [] } },
  '/api/sign-in': { GET: { id: 'getSignIn', answers: { 200: 'SignInOffer' }, problems: [] } },
  '/health/live': { GET: { id: 'getLiveness', answers: { 200: 'Liveness' }, problems: [] } },
  '/health/ready': { GET: { id: 'getReadiness', answers: health, problems: [] } },
  '/openapi.json': { GET: { id: 'getOpenApi', answers: { 200: 'OpenApiDocument' }, problems: [] } },
  '/docs': { GET: { id: 'getDocs', answers: { 200: { contentTypes: ['text/html'] } }, problems: [] } },
} as const satisfies Partial<Contracts>;
