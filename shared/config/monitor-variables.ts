import { z } from 'zod';
import { integer, notes, text, textOr } from './variable-kinds.ts';

/** What looks into a running worker; see docs/operations.md. */
export const monitorVariables = {
  WORKER_PORT: integer(0, {
    min: 0,
    max: 65_535,
    unit: 'port',
    about: 'Port on which a worker serves /metrics, /health/live, /health/ready and /queues; 0: it does not.',
  }),
  WORKER_HOST: textOr('127.0.0.1', 'Address of that port.', 'IP address'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must be 16 letters, digits or -._~+/= at least')
    .optional()
    .register(notes, {
      about:
        'Bearer token of /metrics and /queues, needed in production where WORKER_HOST is reached from elsewhere. Not set: no /queues.',
      range: '16 characters or more',
    }),
  OTEL_EXPORTER_OTLP_ENDPOINT: text(
    'Set: workers tell OpenTelemetry of their tasks; the SDK is loaded by you, with node --import.',
    'https://…',
  ),
};
