/** Whether somebody takes a configuration, and if not, why. */
export interface Judgement {
  readonly takes: boolean;
  readonly why: string;
}
