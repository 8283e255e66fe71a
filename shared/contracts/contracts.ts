import type { Contract, Contracts } from './contract.ts';
import type { ListedEndpoint } from './endpoints.ts';
import { jobContracts } from './rows/job-contracts.ts';
import { scheduleContracts } from './rows/schedule-contracts.ts';
import { serviceContracts } from './rows/service-contracts.ts';
import { trustContracts } from './rows/trust-contracts.ts';

/**
 * The contract of every row of the table of endpoints. A row that has none does not compile: it gets one in the file of
 * its room below `rows/`, and its answers get their forms below `forms/`.
 */
export const contracts: Contracts = {
  ...jobContracts,
  ...scheduleContracts,
  ...trustContracts,
  ...serviceContracts,
};

/** The contract of a listed row. Throws where somebody took the compiler's word away. */
export function contractOf({ method, path }: Pick<ListedEndpoint, 'method' | 'path'>): Contract {
  const rows: Record<string, Partial<Record<string, Contract>>> = contracts;
  const contract = rows[path]?.[method];
  if (contract === undefined) {
    throw new Error(`${method} ${path} has no contract: write one below shared/contracts/rows/.`);
  }
  return contract;
}
