import { createRequire } from 'node:module';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A folder with the product's own language data, unpacked for native tesseract. */
export async function sameModel(work: string): Promise<string> {
  const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
  const folder = join(work, 'model');
  await mkdir(folder, { recursive: true });
  const packed = await readFile(join(data, '4.0.0_best_int', 'eng.traineddata.gz'));
  await writeFile(join(folder, 'eng.traineddata'), gunzipSync(packed));
  return folder;
}
