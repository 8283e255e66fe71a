import { createHmac } from 'node:crypto';

export interface WebhookMessage {
  id: string;
  sentAt: Date;
  body: string;
}

/** The three headers of Standard Webhooks 1.0 (standardwebhooks.com), scheme v1: HMAC-SHA256 over id, seconds and body. */
export function signWebhook(secret: string, { id, sentAt, body }: WebhookMessage): Record<string, string> {
  const seconds = Math.floor(sentAt.getTime() / 1000);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}
