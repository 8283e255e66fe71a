/** The arithmetic between the numbered lines of a form: "line 3 is line 1 less line 2". */
export interface TaxForm {
  id: string;
  /** What the title says, in lower case. */
  title: RegExp;
  /** Tax years for which these lines are printed so. */
  years: readonly [first: number, last: number];
  lines: readonly TaxLine[];
}

export type TaxLine = readonly [target: string, addends: readonly string[]];

/**
 * From the printed instructions of the forms of the US Internal Revenue Service. A minus before a line subtracts it; "8..27b" is
 * every line from 8 to 27b.
 */
export const TAX_FORMS: readonly TaxForm[] = [
  {
    id: 'Schedule C (Form 1040)',
    title: /schedule c\b/,
    years: [2018, 2025],
    lines: [
      ['3', ['1', '-2']],
      ['5', ['3', '-4']],
      ['7', ['5', '6']],
      ['28', ['8..27b']],
      ['29', ['7', '-28']],
      ['31', ['29', '-30']],
      ['40', ['35..39']],
      ['42', ['40', '-41']],
    ],
  },
  {
    id: 'Schedule M-1 (Form 1120)',
    title: /schedule m-1\b/,
    years: [2010, 2025],
    lines: [
      ['6', ['1..5c']],
      ['9', ['7..8c']],
      ['10', ['6', '-9']],
    ],
  },
  {
    id: 'Schedule M-2 (Form 1120)',
    title: /schedule m-2\b/,
    years: [2010, 2025],
    lines: [
      ['4', ['1', '2', '3']],
      ['7', ['5a..6']],
      ['8', ['4', '-7']],
    ],
  },
  {
    id: 'Schedule L (Form 1120)',
    title: /schedule l\b/,
    years: [2010, 2025],
    lines: [['28', ['15']]],
  },
];
