import { integer } from './variable-kinds.ts';

/** Beyond it nothing is limited that one machine could send. */
const most = 1_000_000;

/** How often one credential, and one address, may call; see docs/operations.md. There is no 0: no limit at all is no setting. */
export const limitVariables = {
  RATE_LIMIT_PER_MINUTE: integer(100, {
    min: 1,
    max: most,
    unit: 'requests',
    about: 'Requests that change something, a minute, of one credential, and of one address.',
  }),
  RATE_LIMIT_READS_PER_MINUTE: integer(600, {
    min: 1,
    max: most,
    unit: 'requests',
    about: 'The same for requests that only read: who waits for a job asks often.',
  }),
};
