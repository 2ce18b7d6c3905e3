/** Why profiling cannot start yet. Words for people are the editor's, except where the engine has a whole sentence already. */
export type SurveyProblem =
  | { readonly code: 'error'; readonly name: string; readonly message: string }
  | { readonly code: 'no-dataset' }
  | { readonly code: 'no-variables' }
  | { readonly code: 'no-column'; readonly variable: string }
  | { readonly code: 'no-reference' }
  | { readonly code: 'reference-not-selected'; readonly reference: string }
  | { readonly code: 'reference-unpriced'; readonly reference: string }
  | { readonly code: 'nothing-to-compare'; readonly reference: string }
  | { readonly code: 'no-labels' }
  | { readonly code: 'no-judge' }
  | { readonly code: 'judge-compared'; readonly judge: string }
  | { readonly code: 'judge-unpriced'; readonly judge: string }
  | { readonly code: 'embeddings-unpriced'; readonly embeddings: string }
  | { readonly code: 'cap-too-small'; readonly capUSD: number; readonly neededUSD: number };
