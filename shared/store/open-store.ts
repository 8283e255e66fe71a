import { DiskStore, type DiskStoreSettings } from './disk-store.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3StoreSettings } from './s3-store.ts';

export type StoreSettings = ({ kind: 'disk' } & DiskStoreSettings) | ({ kind: 's3' } & S3StoreSettings);

/** Opens the store that the settings name. The S3 code is loaded only where it is used: it weighs on a cold start. */
export async function openStore(settings: StoreSettings): Promise<ObjectStore> {
  if (settings.kind === 'disk') return new DiskStore(settings);
  const { S3Store } = await import('./s3-store.ts');
  return new S3Store(settings);
}
