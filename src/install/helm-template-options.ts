/** How charts are rendered. */
export interface HelmTemplateOptions {
  /** The helm binary. @default 'helm' */
  readonly executable?: string;
  /** Version of Kubernetes that charts are rendered for, e.g. `1.34.0`. @default - the one that helm was made for */
  readonly kubeVersion?: string;
  /** APIs that charts may count on besides, e.g. `monitoring.coreos.com/v1`. @default - none */
  readonly apiVersions?: string[];
}
