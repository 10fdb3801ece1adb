/** How Argo CD installs charts. */
export interface ArgoCdOptions {
  /** Namespace of the Applications. @default 'argocd' */
  readonly namespace?: string;
  /** Project of the Applications. @default 'default' */
  readonly project?: string;
  /** API server of the Kubernetes cluster that the charts go to. @default 'https://kubernetes.default.svc' */
  readonly server?: string;
  /** Whether Applications are synced without anybody's doing, and what somebody changes by hand is set back. @default true */
  readonly syncsByItself?: boolean;
}
