import type { Presigned } from '../shell/wire.ts';

/** Has the browser download a file from the store: its answer says under which name. */
export async function saveFile({ url }: Presigned): Promise<void> {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
