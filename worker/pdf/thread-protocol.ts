import type { ErrorCode } from '#shared/errors.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { Scan } from '#worker/ocr/prepare-scan.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { PdfLimits, ReadPage } from '#worker/pdf/pdf-document.ts';
import type { PageSurvey } from '#worker/pdf/survey-page.ts';

/** What a thread is started with. */
export interface ThreadStart {
  module: WebAssembly.Module;
  maxHeapBytes: number;
}

/** The calls a thread answers, with what they take and give. */
export interface ThreadCalls {
  open: { takes: { bytes: Uint8Array; limits: PdfLimits }; gives: { pageCount: number; encrypted: boolean } };
  read: { takes: { page: number }; gives: ReadPage };
  survey: { takes: { page: number }; gives: PageSurvey };
  render: { takes: { page: number; dpi: number; maxPixels?: number }; gives: GreyImage };
  scan: { takes: { page: number; dpi: number; turn: Turn }; gives: Scan };
}

export type ThreadCallName = keyof ThreadCalls;

/** One call; the client sends the next one only after the answer. */
export type ThreadCall = {
  [Name in ThreadCallName]: { name: Name; takes: ThreadCalls[Name]['takes'] };
}[ThreadCallName];

/** 'leave' has no answer: the thread goes. */
export type ThreadRequest = ThreadCall | { name: 'leave' };

/** After a fatal error PDFium's memory is not to be trusted: the thread must be ended. */
export type ThreadAnswer = { ok: true; gives: unknown } | { ok: false; fatal: boolean; error: ThreadError };

/** An AppError on its way between threads. */
export interface ThreadError {
  code: ErrorCode;
  detail: string;
  facts: Record<string, unknown>;
}
