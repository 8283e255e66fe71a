import type { WebhookEndpointCounts, WebhookEndpointRow } from '#db/webhook-endpoints.ts';
import type { WebhookEvent } from './webhook-event.ts';

/** A webhook as the API shows it: without its secret. */
export interface WebhookView {
  webhookId: string;
  url: string;
  events: WebhookEvent[];
  createdAt: string;
  /** Of the last 30 days, and of jobs that are still there. */
  deliveries: { pending: number; delivered: number; failed: number };
}

export function webhookView(
  row: WebhookEndpointRow & Partial<Pick<WebhookEndpointCounts, 'pending' | 'delivered' | 'failed'>>,
): WebhookView {
  const { pending = 0, delivered = 0, failed = 0 } = row;
  return {
    webhookId: row.id,
    url: row.url,
    events: row.events as WebhookEvent[],
    createdAt: row.created_at.toISOString(),
    deliveries: { pending, delivered, failed },
  };
}
