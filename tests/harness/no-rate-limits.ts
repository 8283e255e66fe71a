/** For suites that call more often than anybody may, and are about something else. */
export const noRateLimits = { RATE_LIMIT_PER_MINUTE: '1000000', RATE_LIMIT_READS_PER_MINUTE: '1000000' };
