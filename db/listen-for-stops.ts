import { Client } from 'pg';

export interface ListenOptions {
  /** A direct address: behind a pooler that shares connections LISTEN is heard by nobody. */
  url: string;
  /** Called with the id of a job of which a run is over; what is true of it stands in its row. */
  onStop: (jobId: string) => void;
  /** Called each time it listens anew: what was said meanwhile was not heard. */
  onListening: () => void;
  onError: (error: Error) => void;
}

export interface Listener {
  close: () => Promise<void>;
}

const firstWaitMs = 100;
const longestWaitMs = 5000;

/** Listens on a connection of its own, and again after each loss, waiting longer each time. Never throws. */
export function listenForStops(options: ListenOptions): Listener {
  let closed = false;
  let waitMs = firstWaitMs;
  let timer: NodeJS.Timeout | undefined;
  let client: Client | undefined;

  const lost = (from: Client, error?: Error): void => {
    if (closed || from !== client) return;
    client = undefined;
    options.onError(error ?? new Error('the connection ended'));
    void from.end().catch(() => {});
    timer = setTimeout(connect, waitMs);
    waitMs = Math.min(longestWaitMs, waitMs * 2);
  };
  const connect = (): void => {
    const opened = newClient(options.url);
    client = opened;
    opened.on('error', (error) => lost(opened, error));
    opened.on('end', () => lost(opened));
    opened.on('notification', ({ payload }) => options.onStop(payload ?? ''));
    void begin(opened).catch((error: Error) => lost(opened, error));
  };
  const begin = async (opened: Client): Promise<void> => {
    await opened.connect();
    await opened.query('listen ledgerlift_stop');
    if (opened !== client) return;
    waitMs = firstWaitMs;
    options.onListening();
  };
  connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}

function newClient(url: string): Client {
  return new Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    application_name: 'ledgerlift-listen',
  });
}
