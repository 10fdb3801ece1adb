import { ApiObject, Duration, Lazy } from 'cdk8s';
import type { ChartRelease } from './chart-release';
import { FluxOptions } from './flux-options';

/** A HelmRelease, and the HelmRepository or OCIRepository that it comes from. */
export function installWithFlux(release: ChartRelease, before: ApiObject[], options: FluxOptions): void {
  const { namespace = 'flux-system', interval = Duration.hours(1), timeout = Duration.minutes(15), sourceSecretName, correctsDrift = true } = options;
  const { chart, repository, version } = release;
  const metadata = {
    name: release.releaseName,
    namespace,
    // Dropped from Git it would be uninstalled, and its CRDs would take all their objects along.
    annotations: release.isKept ? { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } : undefined,
  };
  const every = `${interval.toSeconds()}s`;
  const secretRef = sourceSecretName === undefined ? undefined : { name: sourceSecretName };
  const isOci = repository.startsWith('oci:');
  const source = new ApiObject(release, 'Source', isOci ? {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata,
    spec: {
      interval: every,
      url: `${repository}/${chart}`,
      ref: { tag: version },
      layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
      secretRef,
    },
  } : {
    apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmRepository', metadata, spec: { interval: every, url: repository, secretRef },
  });
  const remediation = { retries: 3 };
  const helmRelease = new ApiObject(release, 'Resource', {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata,
    spec: {
      interval: every,
      timeout: `${timeout.toSeconds()}s`,
      releaseName: release.releaseName,
      targetNamespace: release.namespace,
      storageNamespace: release.namespace,
      ...isOci
        ? { chartRef: { kind: 'OCIRepository', name: release.releaseName } }
        : { chart: { spec: { chart, version, interval: every, sourceRef: { kind: 'HelmRepository', name: release.releaseName } } } },
      // A chart's crds/ folder is otherwise installed once and never again.
      install: { crds: 'CreateReplace', remediation },
      upgrade: { crds: 'CreateReplace', remediation },
      driftDetection: correctsDrift ? { mode: 'enabled' } : undefined,
      dependsOn: Lazy.any({ produce: () => release.requires.length > 0 ? release.requires.map(({ releaseName }) => ({ name: releaseName })) : undefined }),
      values: release._lateValues,
    },
  });
  helmRelease.addDependency(source, ...before);
}
