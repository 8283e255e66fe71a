import { EncryptedPDFError } from 'pdf-lib';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import { addTextLayers } from './add-text-layers.ts';
import type { LayeredFile } from './add-text-layers.ts';
import type { SavedAnswer } from './save-searchable.ts';

// The thread of one file: pdf-lib is called here and nowhere else in the worker.
const said = await answer(workerData as LayeredFile);
// Handed over, not copied: the file may be large.
parentPort?.postMessage(said, said.ok ? [said.bytes.buffer] : []);

async function answer(file: LayeredFile): Promise<SavedAnswer> {
  try {
    return { ok: true, bytes: await addTextLayers(file) };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, code: error.code, detail: error.message };
    // The stack may be the file's doing and is of no use to anybody; what ran out of memory never comes here.
    const encrypted = error instanceof EncryptedPDFError;
    return { ok: false, code: encrypted ? 'pdf-encrypted' : 'pdf-broken', detail: '' };
  }
}
