/** What may be asked for beside the file, as the API takes it. */
export interface Choices {
  pages?: string;
  capCents?: number;
}
