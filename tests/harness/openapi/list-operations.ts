import type { OpenApi, Operation, OperationMethod, PathItem } from '#shared/openapi/openapi.ts';

/** An operation at one of its addresses. */
export interface ListedOperation {
  method: string;
  /** With the server's part: `/v1/jobs/{jobId}`. */
  address: string;
  operation: Operation;
  item: PathItem;
}

const methods: readonly OperationMethod[] = ['get', 'post', 'put', 'patch', 'delete'];

/** What the document promises, at every server: as a client that knows nothing else would read it. */
export function listOperations({ paths, servers }: OpenApi): ListedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    (item.servers ?? servers).flatMap(({ url }) =>
      methods.flatMap((method): ListedOperation[] => {
        const operation = item[method];
        const address = `${url === '/' ? '' : url}${path}`;
        return operation === undefined ? [] : [{ method: method.toUpperCase(), address, operation, item }];
      }),
    ),
  );
}
