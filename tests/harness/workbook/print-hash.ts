/** Writes a workbook with pictures and prints its SHA-256: a process of its own, for the test of equal bytes. */
import { createHash } from 'node:crypto';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { ageing, bankStatement, rollForward } from '#tests/fixtures/schedules.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';
import { testPicture } from './test-picture.ts';

const document = documentOf([rollForward(), ageing(), bankStatement()]);
const bytes = await writeWorkbook(document, [testPicture(1), testPicture(6)]);
process.stdout.write(createHash('sha256').update(bytes).digest('hex'));
