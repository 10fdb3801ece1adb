import { ApiObject, Lazy } from 'cdk8s';
import { ArgoCdOptions } from './argo-cd-options';
import type { ChartRelease } from './chart-release';

const waveKey = 'argocd.argoproj.io/sync-wave';
const firstWave = -10;

/** Namespaces and repositories come before all Applications. */
export const argoNamespaceAnnotations = { [waveKey]: String(firstWave - 1) };

/** An Application, and where the charts are in a registry the repository that Argo CD must know for it. */
export function installWithArgoCd(release: ChartRelease, before: ApiObject[], options: ArgoCdOptions): void {
  const { namespace = 'argocd', project = 'default', server = 'https://kubernetes.default.svc', syncsByItself = true } = options;
  const isOci = release.repository.startsWith('oci:');
  const repoURL = release.repository.replace(/^oci:\/\//, '');
  const repository = isOci ? registry(release, namespace, repoURL) : undefined;
  const application = new ApiObject(release, 'Resource', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: release.releaseName,
      namespace,
      annotations: {
        [waveKey]: Lazy.any({ produce: () => String(firstWave + depth(release)) }) as string,
        // Without the finalizer of Argo CD a deleted Application leaves its objects; this keeps the Application itself.
        ...release.isKept ? { 'argocd.argoproj.io/sync-options': 'Prune=false' } : {},
      },
    },
    spec: {
      project,
      source: {
        repoURL,
        chart: release.chart,
        targetRevision: release.version,
        helm: { releaseName: release.releaseName, valuesObject: release._lateValues },
      },
      destination: { server, namespace: release.namespace },
      syncPolicy: {
        ...syncsByItself ? { automated: { prune: !release.isKept, selfHeal: true } } : {},
        // CRDs are too long for the annotation of a client-side apply.
        syncOptions: ['ServerSideApply=true'],
        retry: { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
      },
    },
  });
  application.addDependency(...before, ...repository === undefined ? [] : [repository]);
}

function depth(release: ChartRelease): number {
  return Math.max(-1, ...release.requires.map(depth)) + 1;
}

// Argo CD takes charts from a registry only when it knows it as one; there is nothing secret in it.
function registry(release: ChartRelease, namespace: string, url: string): ApiObject {
  const name = `charts-${url.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 50).replace(/-+$/, '')}`;
  const there = release.node.root.node.findAll().find((construct): construct is ApiObject =>
    ApiObject.isApiObject(construct) && construct.kind === 'Secret' && construct.name === name && construct.metadata.namespace === namespace);
  return there ?? new ApiObject(release, 'Registry', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: { 'argocd.argoproj.io/secret-type': 'repository' }, annotations: { ...argoNamespaceAnnotations } },
    stringData: { name, type: 'helm', url, enableOCI: 'true' },
  });
}
