import { Duration } from 'cdk8s';

/** A duration of whole seconds as Go programs read it: hours, minutes and seconds, no days. */
export function goDuration(duration: Duration): string {
  const seconds = duration.toSeconds();
  const parts: [number, string][] = [[Math.floor(seconds / 3600), 'h'], [Math.floor(seconds / 60) % 60, 'm'], [seconds % 60, 's']];
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`).join('');
}
