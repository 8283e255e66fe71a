import type { ErrorCode } from '#shared/errors.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { Scan } from '#worker/ocr/prepare-scan.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { PdfDocument, PdfLimits, ReadPage } from '#worker/pdf/pdf-document.ts';
import type { PageSurvey } from '#worker/pdf/survey-page.ts';

/** The calls a document's process answers, with what they take and give. `open` is called once. */
export interface ProcessCalls {
  /** Does one thing with a file of our own, so that its code is compiled when somebody's file comes. */
  warm: { takes: { use: 'read' | 'render' }; gives: undefined };
  open: {
    takes: { bytes: Uint8Array; limits: PdfLimits };
    gives: Pick<PdfDocument, 'pageCount' | 'encrypted' | 'activeParts'>;
  };
  read: { takes: { page: number }; gives: ReadPage };
  survey: { takes: { page: number }; gives: PageSurvey };
  render: { takes: { page: number; dpi: number; maxPixels?: number; turn?: Turn }; gives: GreyImage };
  scan: { takes: { page: number; dpi: number; turn: Turn }; gives: Scan };
}

export type ProcessCallName = keyof ProcessCalls;

/** One call; the client sends the next one only after the answer. */
export type ProcessCall = {
  [Name in ProcessCallName]: { name: Name; takes: ProcessCalls[Name]['takes'] };
}[ProcessCallName];

/**
 * After a fatal error PDFium's memory is not to be trusted: the process must be ended. A picture's pixels come apart
 * from it, `pixelBytes` of them through the pipe PIXEL_PIPE.
 */
export type ProcessAnswer =
  | { ok: true; gives: unknown; pixelBytes: number }
  | { ok: false; fatal: boolean; error: ProcessError };

/** The descriptor of the pipe for pixels, behind the channel for messages. */
export const PIXEL_PIPE = 4;

/** The picture in what a call gives, if any. */
export function pictureOf(name: ProcessCallName, gives: unknown): GreyImage | undefined {
  if (name === 'render') return gives as GreyImage;
  return name === 'scan' ? (gives as Scan).image : undefined;
}

/** An AppError on its way between processes. */
export interface ProcessError {
  code: ErrorCode;
  detail: string;
  facts: Record<string, unknown>;
}
