import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { gpuCluster, platform } from './platform';
import { CertManager, ChartRelease, ChartReleaseProps, IChartInstaller, Installer, Keda, SlurmCluster, SlurmNamespace, PodSecurityLevel } from '../../src';
import { Manifest, manifests, pick } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

const flux = Installer.flux();
const argoCd = Installer.argoCd();
const network = { chart: 'network-operator', repository: 'https://helm.ngc.nvidia.com/nvidia', version: 'v25.7.0', namespace: 'network' };

function released(props: Partial<ChartReleaseProps> & { installer: Installer }): Manifest[] {
  return manifests(chart => new ChartRelease(chart, 'Network', { ...network, ...props }));
}

describe('Installer.flux', () => {
  test('takes a chart of a repository', () => {
    const objects = released({ installer: flux, values: { nfd: { enabled: false } } });
    expect(pick(objects, 'HelmRepository')).toMatchObject({ metadata: { name: 'network-operator', namespace: 'flux-system' }, spec: { url: 'https://helm.ngc.nvidia.com/nvidia' } });
    expect(pick(objects, 'HelmRelease')).toMatchObject({
      metadata: { name: 'network-operator', namespace: 'flux-system' },
      spec: {
        releaseName: 'network-operator',
        targetNamespace: 'network',
        storageNamespace: 'network',
        chart: { spec: { chart: 'network-operator', version: 'v25.7.0', sourceRef: { kind: 'HelmRepository', name: 'network-operator' } } },
        install: { crds: 'CreateReplace' },
        upgrade: { crds: 'CreateReplace' },
        values: { nfd: { enabled: false } },
      },
    });
    expect(pick(objects, 'HelmRelease').spec).not.toHaveProperty('dependsOn');
  });

  test('takes a chart of a registry', () => {
    const objects = released({ installer: Installer.flux({ namespace: 'gitops', sourceSecretName: 'pull' }), repository: 'oci://ghcr.io/nvidia/' });
    expect(pick(objects, 'OCIRepository').spec).toMatchObject({ url: 'oci://ghcr.io/nvidia/network-operator', ref: { tag: 'v25.7.0' }, secretRef: { name: 'pull' } });
    expect(pick(objects, 'HelmRelease')).toMatchObject({ metadata: { namespace: 'gitops' }, spec: { chartRef: { kind: 'OCIRepository', name: 'network-operator' } } });
  });

  test('waits for what a release depends on, however far around it that is said', () => {
    const objects = manifests(chart => {
      const first = new ChartRelease(new Construct(chart, 'First'), 'A', { ...network, installer: flux, releaseName: 'first' });
      const group = new Construct(chart, 'Group');
      new ChartRelease(group, 'B', { ...network, installer: flux, releaseName: 'second' });
      group.node.addDependency(first.node.scope!);
    });
    expect(pick(objects, 'HelmRelease', 'second').spec.dependsOn).toEqual([{ name: 'first' }]);
    expect(pick(objects, 'HelmRelease', 'first').spec).not.toHaveProperty('dependsOn');
  });

  test('keeps CRDs that are dropped from the program', () => {
    expect(pick(released({ installer: flux, isKept: true }), 'HelmRelease').metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
  });
});

describe('Installer.argoCd', () => {
  test('makes an Application', () => {
    const objects = released({ installer: argoCd, values: { nfd: { enabled: false } } });
    expect(pick(objects, 'Application')).toMatchObject({
      metadata: { name: 'network-operator', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://helm.ngc.nvidia.com/nvidia', chart: 'network-operator', targetRevision: 'v25.7.0', helm: { valuesObject: { nfd: { enabled: false } } } },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'network' },
        syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true'] },
      },
    });
  });

  test('tells Argo CD of a registry once, with nothing secret', () => {
    const objects = manifests(chart => ['a', 'b'].forEach(id => new ChartRelease(chart, id, { ...network, installer: argoCd, releaseName: id, repository: 'oci://ghcr.io/nvidia' })));
    expect(pick(objects, 'Secret')).toMatchObject({ metadata: { namespace: 'argocd' }, stringData: { name: 'charts-ghcr-io-nvidia', type: 'helm', url: 'ghcr.io/nvidia', enableOCI: 'true' } });
    expect(pick(objects, 'Application', 'a').spec.source.repoURL).toBe('ghcr.io/nvidia');
  });

  test('installs in waves before everything else', () => {
    const objects = manifests(chart => platform(chart, argoCd));
    const wave = (kind: string, name: string) => Number(pick(objects, kind, name).metadata.annotations!['argocd.argoproj.io/sync-wave']);
    expect(wave('Application', 'cert-manager')).toBeLessThan(wave('Application', 'slurm-operator'));
    expect(wave('Application', 'slurm-operator-crds')).toBeLessThan(wave('Application', 'slurm-operator'));
    expect(wave('Application', 'gpu-operator')).toBeLessThan(wave('Application', 'dra-driver-nvidia-gpu'));
    expect(wave('Application', 'slurm-operator')).toBeLessThan(0);
    expect(wave('Namespace', 'slinky')).toBeLessThan(wave('Application', 'cert-manager'));
  });

  test('keeps CRDs that are dropped from the program', () => {
    const { metadata, spec } = pick(released({ installer: argoCd, isKept: true }), 'Application');
    expect(metadata.annotations).toMatchObject({ 'argocd.argoproj.io/sync-options': 'Prune=false' });
    expect(spec.syncPolicy.automated.prune).toBe(false);
    expect(metadata).not.toHaveProperty('finalizers');
  });
});

describe('Installer.helmTemplate', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'helm-')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Something that answers like helm, and notes what it was asked. */
  function helm(output: string, status = 0): string {
    const file = path.join(folder, 'helm');
    writeFileSync(path.join(folder, 'answer'), output);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/asked\n${status === 0 ? '' : 'exec >&2\n'}cat ${folder}/answer\nexit ${status}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  const rendered = [
    'apiVersion: rbac.authorization.k8s.io/v1', 'kind: ClusterRole', 'metadata: {name: network}', '---',
    'apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: network}', 'data: {a: b}',
  ].join('\n');

  test('renders the chart with its CRDs and without hooks, into a file of its own', () => {
    const app = new App({ outdir: folder });
    const chart = new Chart(app, 'platform', { namespace: 'slurm' });
    new ChartRelease(chart, 'Network', { ...network, installer: Installer.helmTemplate({ executable: helm(rendered), kubeVersion: '1.34.0' }), values: { a: 1 } });
    const asked = readFileSync(path.join(folder, 'asked'), 'utf8').trim().split('\n');
    expect(asked).toEqual(expect.arrayContaining(['template', '--include-crds', '--no-hooks', '--kube-version', '1.34.0', '--namespace', 'network', '--version', 'v25.7.0']));
    expect(asked.slice(-2)).toEqual(['network-operator', 'network-operator']);
    const objects = app.charts.flatMap(each => Testing.synth(each) as Manifest[]);
    expect(pick(objects, 'ConfigMap').metadata).toMatchObject({ namespace: 'network' });
    expect(pick(objects, 'ClusterRole').metadata).not.toHaveProperty('namespace');
    expect(app.charts).toHaveLength(2);
  });

  test('names a chart of a registry by its address', () => {
    released({ installer: Installer.helmTemplate({ executable: helm(rendered) }), repository: 'oci://ghcr.io/nvidia' });
    expect(readFileSync(path.join(folder, 'asked'), 'utf8')).toMatch(/\nnetwork-operator\noci:\/\/ghcr\.io\/nvidia\/network-operator\n$/);
  });

  test('says what to do when there is no helm', () => {
    expect(() => released({ installer: Installer.helmTemplate({ executable: '/nowhere/helm' }) })).toThrow(
      "[hpc/Network] INST-008: there is no '/nowhere/helm' to render chart 'network-operator' with; install helm",
    );
  });

  test('says what helm says', () => {
    expect(() => released({ installer: Installer.helmTemplate({ executable: helm('Error: chart not found', 1) }) })).toThrow(
      "INST-009: '" + path.join(folder, 'helm') + "' could not render chart 'network-operator' v25.7.0 of https://helm.ngc.nvidia.com/nvidia: Error: chart not found",
    );
  });
});

describe('Installer.custom', () => {
  test('gets what is to be installed', () => {
    const seen: string[] = [];
    class Noted implements IChartInstaller {
      public installChart({ chart, repository, version, namespace, releaseName, values }: ChartRelease): void {
        seen.push([chart, repository, version, namespace, releaseName, JSON.stringify(values)].join(' '));
      }
    }
    released({ installer: Installer.custom(new Noted()), values: { a: { b: undefined }, c: [] } });
    expect(seen).toEqual(['network-operator https://helm.ngc.nvidia.com/nvidia v25.7.0 network network-operator {"c":[]}']);
  });
});

describe('a release', () => {
  test('makes its namespace once', () => {
    const objects = manifests(chart => ['a', 'b'].forEach(id => new ChartRelease(chart, id, { ...network, installer: flux, releaseName: id, podSecurityLevel: PodSecurityLevel.PRIVILEGED })));
    expect(pick(objects, 'Namespace')).toMatchObject({ metadata: { name: 'network', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } });
    expect(released({ installer: flux, createNamespace: false }).map(({ kind }) => kind)).not.toContain('Namespace');
  });

  test('goes into the namespace of a cluster', () => {
    const objects = manifests(chart => {
      gpuCluster(chart);
      new Keda(chart, 'Keda', { installer: flux, namespace: 'slurm' });
    });
    expect(objects.filter(({ kind }) => kind === 'Namespace')).toHaveLength(1);
  });

  test.each<[string, Partial<ChartReleaseProps>, string]>([
    ['an address without a scheme', { repository: 'ghcr.io/nvidia' }, "INST-001: 'repository' is 'ghcr.io/nvidia', which is no address of Helm charts"],
    ['the name of the chart in the address', { repository: 'oci://ghcr.io/nvidia/network-operator' }, "INST-001: 'repository' is 'oci://ghcr.io/nvidia/network-operator', and the chart's name is added to it; use 'oci://ghcr.io/nvidia'"],
    ['a range of versions', { version: '~25.7' }, "INST-002: 'version' is '~25.7'"],
    ['a namespace in capitals', { namespace: 'Network' }, "INST-003: 'namespace' is 'Network'"],
    ['a name that is too long', { releaseName: 'n'.repeat(54) }, "INST-003: 'releaseName' is 'nnn"],
    ['an installer in no namespace', { installer: Installer.flux({ namespace: 'Flux' }) }, "INST-007: 'namespace' of the installer is 'Flux'"],
  ])('is refused for %s', (_, props, message) => {
    expect(() => released({ installer: flux, ...props })).toThrow(message);
  });

  test('is refused twice under one name', () => {
    expect(() => manifests(chart => ['a', 'b'].forEach(id => new ChartRelease(chart, id, { ...network, installer: flux })))).toThrow(
      "[hpc/b] INST-004: release 'network-operator' of namespace 'network' exists already at 'hpc/a'",
    );
  });

  test('is refused in a namespace whose pods must be hardened', () => {
    expect(() => manifests(chart => {
      new ChartRelease(chart, 'a', { ...network, installer: flux, releaseName: 'a', podSecurityLevel: PodSecurityLevel.RESTRICTED });
      new ChartRelease(chart, 'b', { ...network, installer: flux, releaseName: 'b', podSecurityLevel: PodSecurityLevel.PRIVILEGED });
    })).toThrow("INST-005: namespace 'network' at 'hpc/a/Namespace' enforces Pod Security level 'restricted'");
  });

  test('is refused behind one of another installer', () => {
    expect(() => manifests(chart => {
      const first = new CertManager(chart, 'CertManager', { installer: flux });
      new ChartRelease(chart, 'Network', { ...network, installer: argoCd }).node.addDependency(first);
    })).toThrow("INST-006: release 'network-operator' is installed by Argo CD and needs 'cert-manager', which is installed by Flux");
  });
});

describe('a cluster that depends on operators', () => {
  test.each([['Flux', flux], ['Argo CD', argoCd]])('stands behind them among the manifests of %s', (_, installer) => {
    const objects = manifests(chart => platform(chart, installer));
    const place = (kind: string, name: string) => objects.indexOf(pick(objects, kind, name));
    const kind = installer === flux ? 'HelmRelease' : 'Application';
    expect(place(kind, 'slurm-operator-crds')).toBeLessThan(place(kind, 'slurm-operator'));
    expect(place(kind, 'slurm-operator')).toBeLessThan(place('Controller', 'slurm'));
    expect(place(kind, 'gpu-operator')).toBeLessThan(place('NodeSet', 'slurm-worker-h100'));
  });

  test('gives the same text twice', () => {
    expect(manifests(chart => platform(chart, flux))).toEqual(manifests(chart => platform(chart, flux)));
  });

  test('may share a namespace that somebody else keeps', () => {
    const objects = manifests(chart => {
      new SlurmCluster(chart, 'slurm', { namespace: SlurmNamespace.existing({ podSecurityLevel: PodSecurityLevel.PRIVILEGED }) }).addNodeSet('cpu');
      chart.node.findChild('slurm');
      (chart.node.findChild('slurm') as SlurmCluster).addPartition('all');
      new Keda(chart, 'Keda', { installer: flux, namespace: 'slurm', createNamespace: false });
    });
    expect(objects.filter(({ kind }) => kind === 'Namespace')).toEqual([]);
  });
});

describeWithCrds('releases and the CRDs of Flux and Argo CD', () => {
  test.each([['Flux', flux], ['Argo CD', argoCd]])('%s', (_, installer) => {
    expect(validateManifests(manifests(chart => platform(chart, installer)))).toEqual([]);
  });
});
