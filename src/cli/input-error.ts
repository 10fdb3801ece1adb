/** Input or usage that the user can put right: shown as one line without a stack, exit code 2. */
export class InputError extends Error {
  public readonly name = 'InputError';
}
