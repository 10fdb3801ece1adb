import { readFileSync } from 'fs';
import * as path from 'path';
import { run } from './check-programs';
import { imported } from './library-modules';
import { ImportedProgram } from '../../src/importer/import-helm-values';
import { clusters, RealCluster } from '../real-clusters/clusters';
import { Change, changes, Manifest } from '../real-clusters/normalize';
import { caseNames, chartManifests, describeWithCases } from '../real-clusters/shared-cases';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

const known = new Map<string, ImportedProgram>();

function importedCase(name: string): ImportedProgram {
  const program = known.get(name) ?? imported(readFileSync(path.resolve(__dirname, '../../../shared/cases/helm', name, 'values.yaml'), 'utf8'));
  known.set(name, program);
  return program;
}

/** Where an import keeps closer to the chart, or further from it, than the program that somebody wrote for the same team. */
const otherwise: { readonly [name: string]: { readonly [place: string]: Change | undefined } } = {
  // Nobody asked for it in the values.
  'oci-oke-rdma-h100-cpu': { 'Controller/slurm spec.extraConf.CommunicationParameters': undefined },
  // No node set offers GPUs, so there are no scripts about them.
  'slinky-dcgm': Object.fromEntries(['prolog', 'epilog'].flatMap(kind => [
    `ConfigMap/slurm-${kind}-scripts`, `ConfigMap/slurm-${kind}-scripts apiVersion`, `ConfigMap/slurm-${kind}-scripts metadata.namespace`,
    `ConfigMap/slurm-${kind}-scripts data[${kind}-90-dcgm.sh]`, `Controller/slurm spec.${kind}ScriptRefs[slurm-${kind}-scripts]`,
  ].map(place => [place, undefined]))),
};

function expectedChanges({ name, differences }: RealCluster): { [place: string]: Change } {
  const all = Object.assign({}, ...differences.map(difference => difference.changes), otherwise[name]) as { [place: string]: Change | undefined };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Change] => entry[1] !== undefined));
}

describeWithCases('import of real values', () => {
  test.each(clusters)('$name declares what the chart renders, but for what the library decides on purpose', cluster => {
    expect(changes(chartManifests(cluster.name), importedCase(cluster.name).objects as Manifest[])).toEqual(expectedChanges(cluster));
  });

  test.each(caseNames())('%s gives a program whose text, run, synthesizes the same', name => {
    const { cluster, objects } = importedCase(name);
    expect(run(cluster)).toEqual(objects);
  });

  test.each(caseNames())('%s needs no escape hatch', name => {
    expect(importedCase(name).cluster).not.toMatch(/Raw:|addJsonPatch|podTemplate|containerTemplate|extraSlurmConf/);
  });

  test.each([
    ['doks-amd-mi300x', "slurmVersion: SlurmVersion.of('25.11.5')"],
    ['oci-oke-rdma-h100-cpu', "const rdma = cluster.addGpuNodeSet('rdma', {\n    gpu: Gpu.H100_80GB.untyped(),"],
    ['hyperpod-eks-p5', "new DcgmJobMapping(chart, 'DcgmJobMapping', { cluster });"],
    ['slinky-a3mega', "gresType: 'nvidia_h100_80gb_hbm3',"],
    ['eks-amx-cpu', 'cpu: Cpu.units(30),'],
    ['argocd-vm-lab', "// pinned: stable across rebuilds\n          'lbipam.cilium.io/ips': '10.0.5.142',"],
    ['slurm-bridge-hybrid', "gres: [{ name: 'gpu', type: 'gpu.example.com', count: 8 }],"],
  ])('%s reads as somebody would have written it: %s', (name, part) => {
    expect(importedCase(name).cluster).toContain(part);
  });

  test.each([
    ['slinky-dcgm', "values.yaml:20 IMP-001 nodesets.gpu-nodes.resources: the chart knows no 'resources' of 'nodesets.gpu-nodes', so Helm drops it without a word, and so does the program; did you mean 'slurmd.resources'?"],
    ['oci-oke-rdma-h100-cpu', 'values.yaml:161 IMP-007 nodesets.rdma.slurmd.image: it stands in the program as a comment, since the library refuses it: IMG-005: slurmd image'],
    ['hyperpod-eks-p5', "values.yaml:134 IMP-009 nodesets.slinky.podSpec.volumes[1]: '/dev/shm' is memory of the pod, which its limit counts, instead of this volume"],
    ['slinky-a3mega', "values.yaml:7 IMP-010 vendor.google.a3mega[0]: the recipe is written out, so that its workers stay as they are; 'network: GpuNetwork.gkeA3Mega()' says the same in a line"],
    ['eks-amx-cpu', "values.yaml:32 IMP-009 nodesets.ns-amx.extraConfMap.CPUs: 'CPUs=32' is left out: what a node offers follows from the limit of its pod, here 30; remove it"],
  ])('%s tells what gets lost: %s', (name, note) => {
    const told = importedCase(name).notes.map(({ kind, origin, message, fix }) => `${origin?.file}:${origin?.line} ${kind} ${origin?.path}: ${message}; ${fix}`);
    expect(told.filter(each => each.startsWith(note))).toHaveLength(1);
  });
});
