import { Topology, TopologyKind } from '../../src/slurm/topology';
import { checkTopologyUnits, parseTopologyUnits, renderTopologyUnits } from '../../src/slurm/topology-unit';

const TOPOLOGIES: Topology[] = [
  { name: 'default', kind: TopologyKind.TREE, switches: [{ name: 'root', children: 'leaf1' }, { name: 'leaf1', nodes: 'n[1-4]' }] },
  { name: 'nvl', kind: TopologyKind.BLOCK, blocks: [{ name: 'b1' }], blockSizes: [18] },
  { name: 'ringed', kind: TopologyKind.RING, rings: [{ name: 'r1', nodes: 'n1' }] },
  { name: 'tpu', kind: TopologyKind.TORUS3D, toruses: [{ name: 't1', dims: { x: 4, y: 4, z: 1 } }] },
  { name: 'plain', kind: TopologyKind.FLAT },
];

describe('Topology= of a node', () => {
  test.each(['default:root:leaf1', 'nvl:b1', 'default:root:leaf9,nvl:b1', 'ringed:r1', 'ringed:new:15', 'tpu:t1:3:3:0', 'plain:x', ''])('%s is accepted', (text) => {
    expect(checkTopologyUnits(text, TOPOLOGIES)).toEqual([]);
    expect(renderTopologyUnits(parseTopologyUnits(text).value ?? [])).toBe(text);
  });

  test.each<[string, string, number, number]>([
    ['nvl', '\'nvl\' is not a place in a topology', 0, 3],
    ['nvl:b1,default', '\'default\' is not a place in a topology', 7, 7],
    ['nvl:', '\'nvl:\' is not a place in a topology', 0, 4],
    ['other:b1', 'there is no topology \'other\', which is fatal in slurmctld', 0, 8],
    ['plain:x,nvl:b2', 'topology \'nvl\' has no block \'b2\', and a node cannot create one', 8, 6],
    ['default:leaf9', 'topology \'default\' has no switch \'leaf9\' to start from', 0, 13],
    ['default:root', 'switch \'root\' has switches below it, so it cannot hold nodes', 0, 12],
    ['default:leaf1:new', 'switch \'leaf1\' holds nodes, so it cannot get switches below it', 0, 17],
    ['ringed:r1:16', '\'16\' is no position on a ring', 0, 12],
    ['tpu:t1:4:0:0', '\'t1:4:0:0\' is no place in topology \'tpu\'', 0, 12],
    ['tpu:t1:1:1', '\'t1:1:1\' is no place in topology \'tpu\'', 0, 10],
  ])('%s is refused at its place', (text, message, offset, length) => {
    expect(checkTopologyUnits(text, TOPOLOGIES)).toEqual([{ message, fix: expect.any(String), offset, length }]);
  });
});
