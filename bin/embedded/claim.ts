import { createHash, randomBytes } from 'node:crypto';

import { describeProcess } from './describe-process.ts';

/**
 * A line by which this process claims something in the folder `place`: `<pid>.<seal>.<nonce>`.
 * The seal binds the pid to the moment its process began, so that a reused pid claims nothing, and to the folder, so
 * that a folder copied while in use does not believe the users of the original.
 */
export async function makeClaim(place: string): Promise<string> {
  return `${process.pid}.${await sealOf(process.pid, place)}.${randomBytes(6).toString('hex')}`;
}

/** Whether the process that made the claim still lives. A text that is no claim is held by nobody. */
export async function isHeld(claim: string, place: string): Promise<boolean> {
  const [pid = '', seal] = claim.split('.');
  if (!/^[1-9]\d*$/.test(pid)) return false;
  return seal !== undefined && seal === (await sealOf(Number(pid), place));
}

async function sealOf(pid: number, place: string): Promise<string | undefined> {
  const described = await describeProcess(pid);
  if (described === undefined) return undefined;
  return createHash('sha256').update(`${described.started}\0${place}`).digest('hex').slice(0, 16);
}
