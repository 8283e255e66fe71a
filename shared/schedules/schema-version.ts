/**
 * The shape of schedules as they are stored and answered. 1: without doubts, the confidence of a cell is the recogniser's. 2: with doubts,
 * confidences are probabilities. Older jobs keep their number and are still served.
 */
export const SCHEMA_VERSION = 2;
