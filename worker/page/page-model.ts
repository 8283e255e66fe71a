/**
 * What every later stage knows of a page, whether it came from a text layer or from OCR.
 * All lengths are PDF points in DISPLAY space: origin top-left, y downwards, after /Rotate and UserUnit.
 */
export interface PageModel {
  /** Page number from 1. */
  page: number;
  widthPoints: number;
  heightPoints: number;
  source: PageSource;
  words: Word[];
  /** Straight lines drawn on the page, horizontal or vertical, hairline rectangles included. */
  rulings: Ruling[];
  /** Filled areas larger than a ruling (zebra stripes, heading bands). */
  fills: Box[];
  /** Degrees the page picture was turned to stand upright; 0 where nothing was turned. */
  turnedDegrees: number;
  /** Degrees by which the lines of a scan ran off the level before it was straightened, clockwise; 0 where left out. */
  skewDegrees?: number;
}

/** How the words of a page were obtained; it decides the price of the page. 'ocr' where at least some were recognised. */
export type PageSource = 'text-layer' | 'ocr' | 'blank';

/** [x0, y0, x1, y1] in points, x0 <= x1, y0 <= y1. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

export interface Word {
  text: string;
  box: Box;
  /** 0..1; 1 for a text layer and for nothing else, also where a page has words of both kinds. */
  confidence: number;
  fontSizePoints: number;
  bold: boolean;
  /** Other readings of the word that the recogniser held possible, best first. */
  alternatives?: string[];
}

export interface Ruling {
  box: Box;
  direction: 'horizontal' | 'vertical';
}
