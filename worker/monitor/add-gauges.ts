import { type Lag, measureLag } from '#db/measure-lag.ts';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Services } from '#shared/context.ts';
import { endsWithin } from '#shared/ends-within.ts';
import { type QueueName, queueTable } from '#shared/queue/table.ts';

/** A part that is silent must not hold up what the others have to say. */
const answerMs = 2000;

/** What is looked up when somebody asks: how much waits and for how long, and how the trail's buffer does. */
export function addGauges(registry: Registry, services: Services): void {
  addQueues(registry, services);
  addTrail(registry, services);
  addLags(registry, services);
  addLimits(registry, services);
}

function addQueues(registry: Registry, { queues, log }: Services): void {
  const gauge = new Gauge({
    name: 'ledgerlift_queue_tasks',
    help: 'Tasks of a queue that wait or are at work; of the whole system.',
    labelNames: ['queue'] as const,
    registers: [registry],
    async collect() {
      // An old figure would look like a new one.
      gauge.reset();
      const names = Object.keys(queueTable) as QueueName[];
      const counted = Promise.all(
        names.map(async (queue) => gauge.set({ queue }, await queues.waiting(queue))),
      );
      if (!(await answers(counted, log))) gauge.reset();
    },
  });
}

function addTrail(registry: Registry, { trail }: Services): void {
  const registers = [registry];
  const waiting: Gauge = new Gauge({
    name: 'ledgerlift_audit_events_waiting',
    help: 'Audit events in the buffer of this process.',
    registers,
    collect: () => waiting.set(trail.counts().waiting),
  });
  showCount(registry, {
    name: 'ledgerlift_audit_events_refused_total',
    help: 'Audit events that found the buffer full.',
    count: () => trail.counts().refused,
  });
  showCount(registry, {
    name: 'ledgerlift_audit_events_dead_total',
    help: 'Audit events that the database refuses.',
    count: () => trail.counts().dead,
  });
}

function addLimits(registry: Registry, { limits }: Services): void {
  showCount(registry, {
    name: 'ledgerlift_requests_unlimited_total',
    help: 'Times a request was not counted against a rate limit, because Redis was away.',
    count: () => limits.uncounted(),
  });
}

interface ShownCount {
  name: string;
  help: string;
  count: () => number;
}

/** What counts itself; here it is shown. */
function showCount(registry: Registry, { name, help, count }: ShownCount): void {
  const total: Counter = new Counter({
    name,
    help,
    registers: [registry],
    collect: () => {
      total.reset();
      total.inc(count());
    },
  });
}

function addLags(registry: Registry, { db, log }: Services): void {
  const gauge = new Gauge({
    name: 'ledgerlift_oldest_waiting_seconds',
    help: 'Age of the longest due deletion, the longest QUEUED job, the longest undelivered webhook.',
    labelNames: ['what'] as const,
    registers: [registry],
    async collect() {
      gauge.reset();
      const measured = measureLag(db).then((lag) => show(lag));
      if (!(await answers(measured, log))) gauge.reset();
    },
  });
  const show = ({ deletion, queuedJob, webhook }: Lag): void => {
    gauge.set({ what: 'deletion' }, deletion);
    gauge.set({ what: 'queued_job' }, queuedJob);
    gauge.set({ what: 'webhook' }, webhook);
  };
}

async function answers(work: Promise<unknown>, log: Services['log']): Promise<boolean> {
  return endsWithin(work, answerMs).catch((error: unknown) => {
    log.warn({ err: error }, 'a figure could not be looked up');
    return false;
  });
}
