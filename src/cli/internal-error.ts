/** A fault of ours that is told in a sentence; its cause has the stack, for those who ask for it. */
export class InternalError extends Error {
  /** @param needed what we need besides the message, to find the fault */
  public constructor(message: string, public readonly needed: string, options: ErrorOptions) {
    super(message, options);
  }
}
