import { integer } from './variable-kinds.ts';

/** When data goes, and how long what is in the way is waited for. */
export const erasureVariables = {
  DELETION_SWEEP_INTERVAL_SECONDS: integer(300, {
    min: 10,
    max: 86_400,
    unit: 'seconds',
    about:
      'Time until an unfinished deletion is taken up again; it doubles with each attempt, up to six hours. The sweep comes every minute.',
  }),
  DELETION_WAIT_SECONDS: integer(300, {
    min: 0,
    max: 3600,
    unit: 'seconds',
    about:
      'Longest time a deletion waits for workers that still have the job in hand; what they would write is refused anyway.',
  }),
  RETENTION_DAYS: integer(0, {
    min: 0,
    max: 36_500,
    unit: 'days',
    about: 'Jobs are deleted this long after their end, unless under a legal hold; 0 keeps them.',
  }),
};
