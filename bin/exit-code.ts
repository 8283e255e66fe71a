/** How a command ends. Wrong use is that of sysexits.h, because 2 says something else to a script that asks for proof. */
export const exitCode = {
  ok: 0,
  error: 1,
  /** Under --strict. */
  unproved: 2,
  /** Over the job's cap or the user's budget. */
  overCap: 3,
  wrongUse: 64,
  interrupted: 130,
} as const;
