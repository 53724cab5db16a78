/** What is not fatal is data: collected in the run, counted and shown, never printed by the library. */
export interface Warning {
  /** Stable kebab-case code that scripts may match. */
  readonly code: string;
  /** One sentence with the numbers in it. */
  readonly message: string;
  /** File, column, learner or fold it belongs to. */
  readonly where?: string;
}
