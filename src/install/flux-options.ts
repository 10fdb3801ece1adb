import { Duration } from 'cdk8s';

/** How Flux installs charts. */
export interface FluxOptions {
  /** Namespace of the HelmReleases and their sources; the charts go to their own. @default 'flux-system' */
  readonly namespace?: string;
  /** Time between two looks at what is installed. @default Duration.hours(1) */
  readonly interval?: Duration;
  /** How long an installation may take: operators that build drivers need minutes. @default Duration.minutes(15) */
  readonly timeout?: Duration;
  /** Secret with which the source is reached, of every chart. @default - none */
  readonly sourceSecretName?: string;
  /** Whether what somebody changes by hand is set back. @default true */
  readonly correctsDrift?: boolean;
}
