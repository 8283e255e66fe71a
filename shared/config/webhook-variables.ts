import { z } from 'zod';
import { flag, integer, notes } from './variable-kinds.ts';

const ports = z
  .string()
  .regex(/^\d{1,5}(,\d{1,5})*$/, 'must be ports, parted by commas')
  .transform((text) => text.split(',').map(Number))
  .default([443, 80, 8443])
  .register(notes, {
    about: 'Ports that a webhook may have.',
    range: 'ports, parted by commas',
    shownDefault: '443,80,8443',
  });

/** Telling other systems of the ends of jobs; see docs/webhooks.md. */
export const webhookVariables = {
  FEATURES_WEBHOOKS: flag(false, 'Let tenants register webhooks, and tell them of the ends of jobs.'),
  WEBHOOK_PORTS: ports,
  WEBHOOK_ALLOW_PRIVATE: flag(
    false,
    'For development: webhooks may be http and lie at private addresses. Refused unless DATA_ENV=dev.',
  ),
  WEBHOOK_TIMEOUT_MS: integer(10_000, {
    min: 100,
    max: 60_000,
    unit: 'ms',
    about: 'Longest wait for the answer to a webhook, looking its name up included.',
  }),
  WEBHOOK_MAX_ATTEMPTS: integer(8, {
    min: 1,
    max: 20,
    unit: 'attempts',
    about: 'Attempts after which a webhook is not tried again.',
  }),
  WEBHOOK_FIRST_WAIT_MS: integer(5000, {
    min: 1,
    max: 3_600_000,
    unit: 'ms',
    about:
      'Wait after the first attempt that failed; it is five times as long after each further one, up to six hours.',
  }),
};
