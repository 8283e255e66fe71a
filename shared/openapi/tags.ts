import { jobContracts } from '../contracts/rows/job-contracts.ts';
import { scheduleContracts } from '../contracts/rows/schedule-contracts.ts';
import { serviceContracts } from '../contracts/rows/service-contracts.ts';
import { trustContracts } from '../contracts/rows/trust-contracts.ts';

/** The rooms of the contracts as groups of calls, in the order of a job's life. */
const rooms: { name: string; description: string; contracts: object }[] = [
  { name: 'Jobs', description: 'From the announcement of a file to its end.', contracts: jobContracts },
  {
    name: 'Schedules',
    description: 'What was found: pages, schedules with their proof, exports.',
    contracts: scheduleContracts,
  },
  { name: 'Trust', description: 'Cost, audit trail, erasure.', contracts: trustContracts },
  { name: 'Service', description: 'Webhooks, health, this document.', contracts: serviceContracts },
];

export const tags = rooms.map(({ name, description }) => ({ name, description }));

export function tagOf(path: string): string {
  return rooms.find(({ contracts }) => path in contracts)?.name ?? '';
}
