/** How a page is put on paper and scanned again: what a profile does to its picture. */
export interface Profile {
  name: string;
  /** The scanner's resolution. */
  dpi: number;
  /** Most the sheet lies askew, degrees, to either side. */
  skewDegrees: number;
  /** Standard deviation of the lens' blur, pixels. */
  blurPixels: number;
  /** Standard deviation of the sensor's noise, grey levels of 255. */
  noise: number;
  /** Grey levels that black and white become. */
  black: number;
  white: number;
  /** How much darker one side of the sheet is, grey levels. */
  shade: number;
  /** Specks of dust on the sheet. */
  specks: number;
  /** Quality of the JPEG it is kept as; null keeps every grey level. */
  jpegQuality: number | null;
  /** Kept as black and white only. */
  bilevel: boolean;
}

const CLEAN: Omit<Profile, 'name' | 'dpi'> = {
  skewDegrees: 0,
  blurPixels: 0,
  noise: 0,
  black: 0,
  white: 255,
  shade: 0,
  specks: 0,
  jpegQuality: null,
  bilevel: false,
};

/** The first three are clean, the others degraded. */
export const PROFILES: readonly Profile[] = [
  { ...CLEAN, name: 'clean300', dpi: 300 },
  { ...CLEAN, name: 'clean200', dpi: 200 },
  { ...CLEAN, name: 'clean150', dpi: 150 },
  { ...CLEAN, name: 'skew300', dpi: 300, skewDegrees: 1.5, blurPixels: 0.4, noise: 4, black: 15, white: 250 },
  {
    ...CLEAN,
    name: 'fax200',
    dpi: 200,
    skewDegrees: 0.7,
    blurPixels: 0.5,
    noise: 14,
    black: 20,
    white: 235,
    specks: 150,
    bilevel: true,
  },
  {
    ...CLEAN,
    name: 'jpeg200',
    dpi: 200,
    skewDegrees: 0.9,
    blurPixels: 0.6,
    noise: 8,
    black: 25,
    white: 240,
    shade: 25,
    specks: 30,
    jpegQuality: 50,
  },
];
