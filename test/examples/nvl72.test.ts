import * as fs from 'fs';
import { loadAll } from 'js-yaml';
import { goldenFile } from '../../scripts/example-manifests';
import { Hostlist } from '../../src/slurm/hostlist';
import { BlockTopology, TopologyKind } from '../../src/slurm/topology';
import { checkTopologies } from '../../src/slurm/topology-check';
import { TopologyForm } from '../../src/slurm/topology-findings';
import { checkTopologyUnits } from '../../src/slurm/topology-unit';
import { parseTopologyYaml } from '../../src/slurm/topology-yaml-parser';
import { Manifest, pick } from '../cluster/cluster-manifests';

const objects = loadAll(fs.readFileSync(goldenFile('nvl72'), 'utf8')) as Manifest[];
const nodeSets = objects.filter(({ kind }) => kind === 'NodeSet');
const racks = nodeSets.filter(({ metadata }) => metadata.name.startsWith('slurm-worker-rack'));
const { topologies } = parseTopologyYaml(pick(objects, 'ConfigMap', 'slurm-config-extra').data['topology.yaml']);
const blocks = topologies.find((topology): topology is BlockTopology => topology.kind === TopologyKind.BLOCK)!;

test('four racks have 72 GPUs each, for Kubernetes and for Slurm', () => {
  expect(racks).toHaveLength(4);
  for (const { spec } of racks) {
    expect([spec.replicas, spec.slurmd.resources.limits['nvidia.com/gpu'], spec.extraConf]).toEqual([18, 4, 'Gres=gpu:gb200:4']);
  }
});

test('each rack is one block of the nodes that it has, and jobs count on 16 of them', () => {
  const nodesOf = ({ spec }: Manifest) => Array.from({ length: spec.replicas }, (_, ordinal) => `${spec.template.spec.hostname}${String(ordinal).padStart(spec.ordinalPadding, '0')}`);
  expect(blocks.blocks.map(({ nodes }) => Hostlist.of(nodes!).expand())).toEqual(racks.map(nodesOf));
  expect(blocks.blockSizes).toEqual([16]);
  expect(checkTopologies(topologies, { form: TopologyForm.YAML })).toEqual([]);
});

test('machines of a rack are annotated with its block by the label that keeps its workers there', () => {
  const { args } = pick(objects, 'Deployment', 'slurm-topology').spec.template.spec.containers[0];
  const pairs = racks.map(({ spec }, index) => [`topology.example.com/rack=${spec.template.spec.nodeSelector['topology.example.com/rack']}`, `nvl72:${blocks.blocks[index].name}`]);
  expect(args).toEqual(pairs.flat());
  expect(pairs.flatMap(([, place]) => checkTopologyUnits(place, topologies))).toEqual([]);
});

test('every worker of the racks claims a channel of the one compute domain, and Slurm hands channels out', () => {
  const template = pick(objects, 'ComputeDomain').spec.channel.resourceClaimTemplate.name;
  for (const { spec } of racks) {
    expect(spec.template.spec.resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: template }]);
    expect(spec.slurmd.resources.claims).toEqual([{ name: 'compute-domain-channel' }]);
  }
  expect(nodeSets.filter(({ spec }) => spec.template.spec.resourceClaims)).toEqual(racks);
  expect(pick(objects, 'Controller').spec.extraConf).toMatch(/^SwitchType=switch\/nvidia_imex$/m);
});

test('partitions of racks are placed by block, those of CPUs anywhere', () => {
  const lines = [...pick(objects, 'Controller').spec.extraConf.split('\n'), ...nodeSets.flatMap(({ spec }) => spec.partition?.config ?? [])];
  expect(lines.filter(line => /Topology=/.test(line)).map(line => /Topology=(\S+)/.exec(line)![1])).toEqual(['nvl72', 'nvl72', 'flat']);
});
