import type { DatasetNote } from './recordReader.ts';
import type { Row } from './row.ts';

/** What reading a dataset gives, in file order. */
export type DatasetItem =
  | { readonly kind: 'row'; readonly row: Row }
  /** Where expected answers come from (`assert` in promptfoo tests); once, before the first row that has one. */
  | { readonly kind: 'gold-column'; readonly column: string }
  | DatasetNote;
