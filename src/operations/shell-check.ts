/** A check as the scripts have it. */
export interface ShellCheck {
  /** What a reason starts with. */
  readonly label: string;
  /** Words of a shell command: a function of the script and its arguments. */
  readonly command: string[];
  /** Longest time in seconds. */
  readonly limit: number;
  readonly beforeJobs: boolean;
  /** A script of the user's own that the command runs. */
  readonly script?: { readonly file: string; readonly text: string };
}
