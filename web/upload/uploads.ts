import { computed, effect, signal } from '@preact/signals';
import { announce } from '../shell/announce.ts';
import { credential } from '../shell/session.ts';
import type { Choices } from './choices.ts';
import { Upload } from './upload.ts';

/** More would only share the same line, and each is held in memory while its checksum is made. */
const atOnce = 3;

const ended = new Set(['started', 'failed', 'stopped']);

const running = new Set<Upload>();

/** The uploads of this tab, the latest first. They go on while the reader looks at other pages. */
export const uploads = signal<readonly Upload[]>([]);

/** How many have not ended. */
export const underWay = computed(() => uploads.value.filter(({ stage }) => !ended.has(stage.value)).length);

/** Takes files in; each begins as soon as one of the places is free. */
export function addFiles(files: readonly File[], choices: Choices): void {
  uploads.value = [...files.map((file) => new Upload(file, choices)), ...uploads.peek()];
  fill();
}

/** Once more, in its turn. */
export function retryUpload(upload: Upload): void {
  upload.stage.value = 'waiting';
  fill();
}

export function removeUpload(upload: Upload): void {
  if (!ended.has(upload.stage.peek())) upload.stop();
  uploads.value = uploads.peek().filter((each) => each !== upload);
  fill();
}

// Whoever signs in next in this tab has no business with them.
effect(() => {
  if (credential.value === null) for (const upload of uploads.peek()) removeUpload(upload);
});

function fill(): void {
  // The one that was chosen first stands last.
  for (const upload of uploads.peek().toReversed()) {
    if (running.size >= atOnce) return;
    if (upload.stage.peek() === 'waiting' && !running.has(upload)) void begin(upload);
  }
}

async function begin(upload: Upload): Promise<void> {
  running.add(upload);
  await upload.run();
  running.delete(upload);
  const { name } = upload.file;
  if (upload.stage.peek() === 'started') announce(`${name} is uploaded and will be read.`);
  if (upload.stage.peek() === 'failed') announce(`${name} failed: ${upload.problem.peek()?.detail ?? ''}`);
  fill();
}
