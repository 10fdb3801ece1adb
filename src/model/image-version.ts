/** A container image reference, taken apart as far as a rule needs. */
export interface ImageReference {
  readonly tag?: string;
  readonly digest?: string;
  /** Slurm release named by the tag, e.g. `26.05`. */
  readonly release?: string;
}

/** Takes an image reference apart. */
export function parseImage(image: string): ImageReference {
  const [named, digest] = image.split('@', 2);
  const tag = /:([^:/]+)$/.exec(named)?.[1];
  return { tag, digest, release: tag === undefined ? undefined : slurmRelease(tag) };
}

/** An image that tomorrow may be another one: no digest, and tag `latest` or none. */
export function isFloating(image: string): boolean {
  const { tag, digest } = parseImage(image);
  return digest === undefined && (tag === undefined || tag === 'latest');
}

// Slurm releases appear in May and November, Ubuntu's in April and October: `25.11.6-ubuntu24.04` can only mean 25.11.
function slurmRelease(tag: string): string | undefined {
  return /(?<![\d.])(2\d\.(?:05|11))(?!\d)/.exec(tag)?.[1];
}
