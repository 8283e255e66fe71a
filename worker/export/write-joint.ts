import { strFromU8, strToU8 } from 'fflate';
import { csvFiles } from './csv-files.ts';
import { fileName } from './file-name.ts';
import type { JointDocument } from './joint-document.ts';
import { uniqueNamer } from './unique-name.ts';
import type { ExportFormat } from './write-export.ts';
import { writeJointWorkbook } from './write-joint-workbook.ts';
import { writeJson } from './write-json.ts';
import { type WrittenFile, writtenFile } from './written-file.ts';
import { zipFiles } from './zip-files.ts';

/**
 * Several jobs in one file: a workbook; CSV as a zip with a folder for each job; JSON as an array of what each has alone. Only the
 * workbook says what is missing.
 */
export async function writeJoint(format: ExportFormat, joint: JointDocument): Promise<WrittenFile> {
  if (format === 'csv') return writtenFile('zip', zipFiles(csvFolders(joint)));
  if (format === 'json') return writtenFile('json', jsonArray(joint));
  return writtenFile('xlsx', await writeJointWorkbook(joint));
}

function csvFolders({ sources }: JointDocument): (readonly [string, Uint8Array])[] {
  const folderOf = uniqueNamer(fileName, { longest: 100 });
  const files = sources.flatMap(({ document }) => {
    const folder = folderOf(document.filename.replace(/\.pdf$/i, ''));
    return csvFiles(document).map(([name, content]) => [`${folder}/${name}`, content] as const);
  });
  return files.toSorted((one, other) => (one[0] < other[0] ? -1 : 1));
}

function jsonArray({ sources }: JointDocument): Uint8Array {
  const documents = sources.map(({ document }) => strFromU8(writeJson(document).bytes).trimEnd());
  return strToU8(`[\n${documents.join(',\n')}\n]\n`);
}
