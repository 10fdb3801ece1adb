/** The numbers of a version such as `v26.3.1`; undefined when it is a range or no version. */
export function releaseNumbers(version: string): number[] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(version);
  return match ? match.slice(1).map(Number) : undefined;
}

/** Whether a version comes before another; both are plain versions. */
export function isOlder(version: string, other: string): boolean {
  const [left, right] = [releaseNumbers(version) ?? [], releaseNumbers(other) ?? []];
  const place = left.findIndex((number, index) => number !== right[index]);
  return place >= 0 && left[place] < right[place];
}
