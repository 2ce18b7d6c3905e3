/** What `World` is made from on the other side of a thread: plain data. Keys are those of the models asked about, nothing else. */
export interface WorldFacts {
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly sampleFolder: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly baseURLs: Readonly<Record<string, string>>;
  /** The user's own prices by model id, unchecked. */
  readonly prices: Readonly<Record<string, unknown>>;
  /** A folder of the extension's own, where files that only the engine reads are put. */
  readonly scratchFolder: string;
}
