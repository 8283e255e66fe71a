import { dropMarks } from '#worker/ocr/drop-marks.ts';
import { mendSeparators } from '#worker/ocr/mend-separators.ts';
import type { OcrEngine, OcrWord } from '#worker/ocr/ocr-engine.ts';
import { readAgain } from '#worker/ocr/read-again.ts';
import { readUnread } from '#worker/ocr/read-unread.ts';
import type { PageReading } from '#worker/ocr/read-unread.ts';
import { readUntorn } from '#worker/ocr/read-untorn.ts';

/** The words of a scan after its first reading: torn figures mended, what was left out read, what is doubtful read again, stray marks dropped. Throws AppError as OcrEngine does. */
export async function readScan(
  engine: OcrEngine,
  { scan, words }: PageReading,
  signal: AbortSignal,
): Promise<OcrWord[]> {
  const whole = await readUntorn(engine, { image: scan.image, words }, signal);
  const all = await readUnread(engine, { scan, words: whole }, signal);
  return dropMarks(mendSeparators(await readAgain(engine, { image: scan.image, words: all }, signal)));
}
