import { AppError } from '#shared/errors.ts';
import { runTesseract, type TesseractProgram } from '#worker/ocr/run-tesseract.ts';

/**
 * Throws AppError config-invalid, with the way out, where the native program is missing, too old, cannot read TIFF
 * or lacks the English model.
 */
export async function requireTesseract(program: TesseractProgram): Promise<void> {
  const about = await answerOf(program, ['--version']);
  const [, major, minor] = /^tesseract v?(\d+)\.(\d+)/m.exec(about) ?? [];
  if (major === undefined) throw unfit(`"${program.path}" does not answer as Tesseract does`);
  if (Number(major) < 4 || (Number(major) === 4 && Number(minor) < LEAST_MINOR_OF_4))
    throw unfit(`"${program.path}" is Tesseract ${major}.${minor}, and 4.1 is the oldest that reads figures`);
  if (!about.includes('libtiff')) throw unfit(`"${program.path}" was built without TIFF`);
  const models = (await answerOf(program, ['--list-langs'])).split(/\s+/);
  if (models.includes('eng')) return;
  const place = program.tessdataFolder ?? 'its folder of models';
  throw unfit(`there is no eng.traineddata in ${place}; set TESSDATA_FOLDER to where it is`);
}

/** The recogniser of 4.0 knows no list of allowed characters. */
const LEAST_MINOR_OF_4 = 1;

async function answerOf(program: TesseractProgram, args: string[]): Promise<string> {
  const run = runTesseract(program, args);
  const timer = setTimeout(() => void run.kill(), PATIENCE_MS);
  try {
    return await run.output;
  } catch (cause) {
    throw unfit(`"${program.path}" cannot be run`, cause);
  } finally {
    clearTimeout(timer);
  }
}

const PATIENCE_MS = 10_000;

function unfit(what: string, cause?: unknown): AppError {
  const wayOut =
    'Install Tesseract 5 with its English model (Debian: tesseract-ocr), set TESSERACT_PATH, or leave OCR_ENGINE unset for the built-in one.';
  return new AppError('config-invalid', `OCR_ENGINE=tesseract: ${what}. ${wayOut}`, { cause });
}
