import * as fc from 'fast-check';
import { FuzzCase, valueOf } from './conf-fuzz-texts';
import { keywords, KeywordTable } from '../src/slurm/catalog';

/** Keys whose values this machine decides: files and devices that must be there, hardware that it has, and control groups. */
const LOCAL = /^(File|Files|MultipleFiles|CgroupMountpoint|CgroupPlugin|CgroupAutomount|CgroupReleaseAgentDir|Include|AutoDetect|NodeName|Name|EnableControllers|EnableExtraControllers|IgnoreSystemd.*)$/;

const keysOf = (table: KeywordTable) => fc.constantFrom(...keywords(table).filter(({ name, kind }) => kind !== 'line' && !LOCAL.test(name)));
const bad = fc.constantFrom('Foo=1', 'Nonsense', 'Count', '=1', 'Flags=');
const odd = fc.constantFrom<(line: string) => string[]>(
  line => [line], line => [line], line => [line], line => [`  ${line}  # comment`], line => [line.toLowerCase()], line => [line.replace(' ', ' \\\n')], line => [line, line], line => [line.replace(/=/g, ' = ')],
);

const cgroup: fc.Arbitrary<FuzzCase> = fc.tuple(keysOf(KeywordTable.CGROUP_CONF), odd).chain(([key, how]) => valueOf(key).map(value => ({
  about: key.name, file: KeywordTable.CGROUP_CONF as const, lines: how(`${key.name}=${value}`),
})));

const gresFields = fc.oneof({ weight: 8, arbitrary: keysOf(KeywordTable.GRES_CONF).chain(key => valueOf(key).map(value => `${key.name}=${value}`)) }, { weight: 1, arbitrary: bad });
// Records of one file together, and flags that exclude each other, are for rules.
const gres: fc.Arbitrary<FuzzCase> = fc.tuple(
  fc.constantFrom('Name=nic', 'NodeName=n[1-4] Name=nic', 'NodeName=n1 Name=nic', 'name=nic'), fc.array(gresFields, { minLength: 0, maxLength: 2 }), odd,
).filter(([, fields]) => !/no_gpu_env.*,|,.*no_gpu_env/i.test(fields.join(' '))).map(([start, fields, how]) => ({ about: 'gres.conf', file: KeywordTable.GRES_CONF as const, lines: [...new Set(how([start, ...fields].join(' ')))] }));

const names = fc.constantFrom('n[1-4]', 'n[1-2]', 'n[3-4]', 'n1', 'n9', 'n[1-9]', 'n[4-1]', 'n[1-2', 's1', '', 'ALL', 'n1,n1');
const sizes = fc.constantFrom('1', '2', '4', '1,2', '2,4', '2,1', '3', '0', '-1', 'x', '1,3', '1,1', '');
const confLine = fc.oneof(
  fc.tuple(fc.constantFrom('s1', 's2', 's[1-2]', 's3'), fc.constantFrom('Nodes', 'Switches', 'nodes', 'Blocks', 'LinkSpeed'), names).map(([name, key, value]) => `SwitchName=${name} ${key}=${value}`),
  fc.tuple(fc.constantFrom('b1', 'b2', 'b[1-2]'), names).map(([name, value]) => `BlockName=${name} Nodes=${value}`),
  sizes.map(value => `BlockSizes=${value}`),
);
const topologyConf: fc.Arbitrary<FuzzCase> = fc.tuple(fc.constantFrom('tree', 'block'), fc.array(confLine, { minLength: 1, maxLength: 3 })).map(([kind, lines]) => ({
  about: kind, file: 'topology.conf' as const, lines,
}));

const treeYaml = fc.array(fc.tuple(fc.constantFrom('s1', 's2', 's3'), fc.constantFrom('nodes', 'children', 'switches'), names).map(([name, key, value]) => `    - {switch: ${name}, ${key}: "${value}"}`), { minLength: 1, maxLength: 3 })
  .map(rows => ['- topology: t', '  cluster_default: true', '  tree:', '    switches:', ...rows]);
const blockYaml = fc.tuple(fc.array(sizes, { minLength: 1, maxLength: 1 }), fc.array(fc.tuple(fc.constantFrom('b1', 'b2'), names).map(([name, value]) => `    - {block: ${name}, nodes: "${value}"}`), { minLength: 1, maxLength: 2 }))
  .map(([[size], rows]) => ['- topology: t', '  cluster_default: true', '  block:', `    block_sizes: [${size}]`, '    blocks:', ...rows]);
const flatYaml = fc.constantFrom('true', 'false', '{}', 'x').map(value => ['- topology: t', '  cluster_default: true', `  flat: ${value}`]);
const topologyYaml: fc.Arbitrary<FuzzCase> = fc.oneof(treeYaml, blockYaml, flatYaml).map(lines => ({ about: 'topology.yaml', file: 'topology.yaml' as const, lines }));

/** Random files beside slurm.conf: those of slurmd, and topologies. */
export const sideFileCases: fc.Arbitrary<FuzzCase> = fc.oneof(
  { weight: 5, arbitrary: gres }, { weight: 5, arbitrary: cgroup }, { weight: 1, arbitrary: topologyConf }, { weight: 1, arbitrary: topologyYaml },
);
