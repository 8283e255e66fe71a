import type { OcrEngine } from '#worker/ocr/ocr-engine.ts';
import type { Scan } from '#worker/ocr/prepare-scan.ts';
import { Tilt } from '#worker/ocr/tilt.ts';

/** The engine for one scan: it reads the picture as it lies, and takes and gives places as if it lay level. */
export function tiltedEngine(engine: OcrEngine, { image, tiltDegrees }: Scan): OcrEngine {
  if (tiltDegrees === 0) return engine;
  const tilt = new Tilt(image, tiltDegrees);
  return {
    name: engine.name,
    readImage: async (...taken) => (await engine.readImage(...taken)).map((word) => tilt.toLevel(word)),
    readFigures: async (picture, parts, signal) =>
      engine.readFigures(
        picture,
        parts.map((part) => ({ ...part, box: tilt.toLying(part.box) })),
        signal,
      ),
    readLines: async (picture, parts, signal) => {
      const lying = parts.map((part) => tilt.toLying(part));
      const lines = await engine.readLines(picture, lying, signal);
      return lines.map((words) => words.map((word) => tilt.toLevel(word)));
    },
    close: async () => engine.close(),
  };
}
