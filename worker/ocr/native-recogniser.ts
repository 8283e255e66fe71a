import { cropFigure } from '#worker/ocr/crop-figure.ts';
import { cropImage, FRAME_PIXELS } from '#worker/ocr/crop-image.ts';
import { encodePgm } from '#worker/ocr/encode-pgm.ts';
import { encodeTiff } from '#worker/ocr/encode-tiff.ts';
import { figureCharacters } from '#worker/ocr/figure-characters.ts';
import { moveWord } from '#worker/ocr/move-word.ts';
import type { FigurePart, FigureReading, OcrLayout, OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { Recogniser } from '#worker/ocr/recogniser.ts';
import { runTesseract, type TesseractProgram, type TesseractRun } from '#worker/ocr/run-tesseract.ts';
import { wordsOfHocr } from '#worker/ocr/words-of-hocr.ts';
import type { Box } from '#worker/page/page-model.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** The native program, a process for each picture. Rejects as TesseractRun does. */
export class NativeRecogniser implements Recogniser {
  /** Each process begins afresh: nothing grows. */
  readonly pageCount = 0;
  readonly #program: TesseractProgram;
  #run: TesseractRun | undefined;
  #ended = false;

  constructor(program: TesseractProgram) {
    this.#program = program;
  }

  async warm(): Promise<void> {}

  async read(image: GreyImage, layout: OcrLayout): Promise<OcrWord[]> {
    const args = ['--psm', LAYOUTS[layout], '--dpi', String(Math.round(image.dpi))];
    const [words = []] = wordsOfHocr(await this.#recognise(args, encodePgm(image)));
    return words;
  }

  /** One process for all parts, two where only some may hold currency signs. */
  async readFigures(image: GreyImage, parts: FigurePart[]): Promise<FigureReading[]> {
    const readings: FigureReading[] = [];
    for (const currency of [true, false]) {
      const places = [...parts.keys()].filter((place) => parts[place]?.currency === currency);
      const asked = parts.filter((part) => part.currency === currency);
      const read = await this.#readAlike(image, asked, figureCharacters(currency));
      for (const [index, place] of places.entries()) readings[place] = read[index] ?? NOTHING;
    }
    return readings;
  }

  async readLines(image: GreyImage, parts: Box[]): Promise<OcrWord[][]> {
    if (parts.length === 0) return [];
    const crops = parts.map((part) => cropImage(image, part, FRAME_PIXELS));
    const lines = wordsOfHocr(
      await this.#recognise(['--psm', SINGLE_LINE, '--dpi', '300'], encodeTiff(crops)),
    );
    return parts.map((part, index) => (lines[index] ?? []).map((word) => moveWord(word, part, FRAME_PIXELS)));
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#run?.kill();
  }

  /** The pages of one TIFF file are the one way to hand over many pictures without writing them to disk. */
  async #readAlike(image: GreyImage, parts: FigurePart[], allowed: string): Promise<FigureReading[]> {
    if (parts.length === 0) return [];
    const crops = parts.map((part) => cropFigure(image, part, FRAME_PIXELS));
    const args = ['--psm', SINGLE_LINE, '--dpi', '300', '-c', `tessedit_char_whitelist=${allowed}`];
    return wordsOfHocr(await this.#recognise(args, encodeTiff(crops))).map(toReading);
  }

  async #recognise(args: string[], picture: Buffer): Promise<string> {
    if (this.#ended) throw new Error('The recogniser was ended.');
    // As a variable: the configuration file of the name `hocr` may be missing beside the models.
    const all = ['stdin', 'stdout', '-l', 'eng', ...args, '-c', 'tessedit_create_hocr=1'];
    this.#run = runTesseract(this.#program, all, picture);
    return this.#run.output;
  }
}

const LAYOUTS = { page: '3', column: '4' } as const;
const SINGLE_LINE = '7';
const NOTHING: FigureReading = { text: '', confidence: 0 };

function toReading(words: OcrWord[]): FigureReading {
  if (words.length === 0) return NOTHING;
  const text = words.map((word) => word.text.replace(/\s/g, '')).join('');
  return { text, confidence: words.reduce((sum, word) => sum + word.confidence, 0) / words.length };
}
