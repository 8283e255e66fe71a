import { errorCode } from './error-code.ts';

/** Awaits `work`, but gives undefined where it fails with one of these codes; every other error passes. */
export async function unless<T>(codes: readonly string[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codes.includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
