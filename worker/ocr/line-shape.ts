/** Height of digits and capitals over the font size, in most faces. */
export const CAPITAL_SHARE = 0.72;

/** A line that is so much taller than wide stands on end. */
export const ON_END_SHAPE = 1.5;
