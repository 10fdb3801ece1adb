import { cluster, controller, nodeSet, Plain } from './slinky-objects';
import { nodeMemoryMiB } from '../../src/model/node-memory';

function memoryOf(spec: Plain): number | undefined {
  return nodeMemoryMiB(cluster(controller(), nodeSet(spec)).nodeSets[0]);
}

const resources = { limits: { memory: '100Gi' } };
const podMemory = (value: string) => ({ env: [{ name: 'POD_MEMORY', value }] });

test.each<[string, Plain, number | undefined]>([
  ['the limit of the daemon', { slurmd: { resources } }, 102400],
  ['the limit of the pod, where the daemon has none', { template: { spec: { resources } } }, 102400],
  ['POD_MEMORY, by which a share of the limit stays with the daemon', { slurmd: { resources, ...podMemory('98304') } }, 98304],
  ['RealMemory before all', { extraConf: 'RealMemory=90000', slurmd: { resources, ...podMemory('98304') } }, 90000],
  ['the limit, where POD_MEMORY is no number', { slurmd: { resources, ...podMemory('most') } }, 102400],
  ['nothing, where only the machine knows', {}, undefined],
])('jobs of a node can have %s', (_, spec, expected) => {
  expect(memoryOf(spec)).toBe(expected);
});
