import { Installer } from './installer';

/** What every installed chart has. */
export interface InstallOptions {
  /** Who installs it. */
  readonly installer: Installer;
  /** Namespace. @default - the one of the chart's own documentation */
  readonly namespace?: string;
  /** Name of the Helm release. @default - the chart's name */
  readonly releaseName?: string;
  /** Exact version of the chart. @default - the one that this library was checked with */
  readonly version?: string;
  /** Where the chart is published, e.g. a mirror: `https://` of a repository, or `oci://` without the chart's name. @default - the project's own */
  readonly repository?: string;
  /** Whether the namespace is made too, unless something here makes it already. @default true */
  readonly createNamespace?: boolean;
  /**
   * Escape hatch: values of the chart, laid over those of the props as Helm does it.
   *
   * @default - none
   */
  readonly values?: { [key: string]: unknown };
}
