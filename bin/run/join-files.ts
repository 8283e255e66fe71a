import { basename } from 'node:path';
import type { ExportSource, JointDocument } from '#worker/export/joint-document.ts';
import { gatherPictures, MOST_PICTURE_BYTES } from '#worker/export/gather-pictures.ts';
import type { PagePicture } from '#worker/export/page-picture.ts';
import { readJson } from '#worker/export/read-json.ts';
import type { ExportFormat } from '#worker/export/write-export.ts';
import { writeJoint } from '#worker/export/write-joint.ts';
import type { ApiClient } from '../api-client.ts';
import type { Lifted } from './lift-file.ts';
import type { Target } from './plan-targets.ts';
import { toldError } from './told-error.ts';
import { writeTarget } from './write-target.ts';

interface JoinWanted {
  format: ExportFormat;
  target: Target;
  /** Whether a workbook carries the pages. */
  withPictures: boolean;
}

/**
 * Makes one file of what was lifted as JSON: here and not on a server, where a file of several jobs would outlive the erasure of one
 * of them. Answers its bytes where they are to go to stdout. Never throws: where the file is, or why there is none, is said in all
 * that were to be in it.
 */
export async function joinFiles(
  client: ApiClient,
  lifted: readonly Lifted[],
  wanted: JoinWanted,
): Promise<Uint8Array | null> {
  const parts = lifted.filter(({ bytes }) => bytes !== null);
  if (parts.length === 0) return null;
  try {
    const { bytes, extension } = await writeJoint(wanted.format, await jointOf(client, lifted, wanted));
    if (wanted.target.kind === 'stdout') return bytes;
    const inputs = lifted.map(({ path }) => path);
    const path = await writeTarget(wanted.target, { inputs, ending: `.${extension}`, bytes });
    for (const part of parts) part.written = path;
  } catch (error) {
    for (const part of parts) Object.assign(part, { error: toldError(error), exported: [] });
  }
  return null;
}

async function jointOf(
  client: ApiClient,
  lifted: readonly Lifted[],
  { format, withPictures }: JoinWanted,
): Promise<JointDocument> {
  const pictured = format === 'xlsx' && withPictures;
  const sources: ExportSource[] = [];
  const missing: JointDocument['missing'][number][] = [];
  let files = lifted.filter(({ bytes }) => bytes !== null).length;
  let bytesLeft = MOST_PICTURE_BYTES;
  for (const { path, bytes, error } of lifted) {
    if (bytes === null) {
      const sentence = error?.detail ?? 'No schedule was found.';
      missing.push({ filename: basename(path), sentence });
      continue;
    }
    const document = readJson(bytes);
    // An even share of what is left, so that no file takes the pages of all others.
    const mostBytes = Math.floor(bytesLeft / files);
    const load = async (page: number): Promise<Uint8Array | null> => loadPage(client, document.jobId, page);
    const pictures: PagePicture[] = pictured ? await gatherPictures(document, { load, mostBytes }) : [];
    bytesLeft -= pictures.reduce((sum, { png }) => sum + png.length, 0);
    files -= 1;
    sources.push({ document, pictures });
  }
  return { sources, missing };
}

/** Null where none was kept. */
async function loadPage(client: ApiClient, jobId: string, page: number): Promise<Uint8Array | null> {
  const { picture } = await client.page(jobId, page);
  if (picture === null) return null;
  return new Uint8Array(await (await client.download(picture)).arrayBuffer());
}
