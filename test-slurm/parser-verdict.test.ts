import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import * as path from 'path';
import { caseFolder, realCases } from './declared-clusters';
import { describeWithSlurm } from './real-slurm';
import { verdict } from './slurmctld-verdict';
import { KeywordTable } from '../src/slurm/catalog';
import { parseConfTree } from '../src/slurm/conf-includes';
import { LintFinding, LintSeverity } from '../src/slurm/finding';
import { Hostlist } from '../src/slurm/hostlist';
import { parseConf } from '../src/slurm/slurm-conf-parser';
import { Topology, TopologyKind, recordsOf } from '../src/slurm/topology';
import { TopologyFile } from '../src/slurm/topology-file';
import { TopologyForm } from '../src/slurm/topology-findings';

/** What a site wrote: slurm.conf with its Include lines replaced, and the files slurmctld reads beside it. */
interface Site {
  readonly files: { readonly [name: string]: string };
  readonly errors: readonly LintFinding[];
}

describeWithSlurm('parser and slurmctld agree on what real sites wrote', () => {
  test.each(sites())('%s: what the parser calls an error makes slurmctld stop, and without those lines it starts', async (title, folder, name) => {
    const site = readSite(folder, name);
    const real = await verdict(site.files);
    expect(real).toMatchObject({ accepted: site.errors.length === 0 });
    if (site.errors.length > 0) {
      const beyond = BEYOND_THE_PARSER[title];
      const expected = beyond === undefined ? { accepted: true } : { accepted: false, said: expect.arrayContaining([beyond]) };
      expect(await verdict(withoutErrors(site))).toMatchObject(expected);
    }
  });
});

describeWithSlurm('topology reader and slurmctld agree on real topologies', () => {
  test.each(realCases('topology'))('%s', async name => {
    const form = existsSync(path.join(caseFolder('topology', name), TopologyForm.YAML)) ? TopologyForm.YAML : TopologyForm.CONF;
    const text = readFileSync(path.join(caseFolder('topology', name), form), 'utf8');
    const file = TopologyFile.parse(text, form);
    const errors = file.check().filter(({ severity }) => severity === LintSeverity.ERROR);
    const real = await verdict({ 'slurm.conf': confFor(file.topologies), [form]: text });
    expect({ ...real, ours: errors.map(({ message }) => message) }).toMatchObject({ accepted: errors.length === 0 });
  });

  test('an empty list as topology.yaml brings slurmctld down, as the reader says', async () => {
    const [error] = TopologyFile.parse('[]\n', TopologyForm.YAML).check();
    expect(error.severity).toBe(LintSeverity.ERROR);
    expect(await verdict({ 'slurm.conf': confFor([]), [TopologyForm.YAML]: '[]\n' })).toMatchObject({ accepted: false });
  });
});

function sites(): [string, string, string][] {
  return realCases('slurm-conf').flatMap(name => {
    const folder = caseFolder('slurm-conf', name);
    const roots = readdirSync(folder).filter(file => file === 'slurm.conf' || /^slurm_parallelcluster(_mem_sched)?\.conf$/.test(file));
    return roots.map((file): [string, string, string] => [`${name}/${file}`, folder, file]);
  });
}

/** What takes more than a line to see: which nodes a partition may name is a matter of the whole cluster, and of rules about it. */
const BEYOND_THE_PARSER: { readonly [site: string]: string } = {
  'griz-romxero/slurm.conf': 'fatal: Invalid node names in partition standard',
};

const BESIDE = ['acct_gather.conf', 'cgroup.conf', 'gres.conf', 'topology.conf'];

function readSite(folder: string, name: string): Site {
  const tree = parseConfTree(name, included => {
    // Templates name the folder by a word of their own.
    const file = path.join(folder, included.replace(/^<DIR>\//, ''));
    return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  });
  // Templates are read through the Include of a slurm.conf that says the name; a node set's NodeName lines need not resolve.
  const slurmConf = `${tree.whole.value('ClusterName') === undefined ? 'ClusterName=template\n' : ''}${tree.whole.toString()}`;
  const beside = Object.fromEntries(BESIDE.filter(file => existsSync(path.join(folder, file))).map(file => [file, readFileSync(path.join(folder, file), 'utf8')]));
  const files = { ...beside, 'slurm.conf': slurmConf };
  return { files, errors: Object.entries(files).flatMap(([file, text]) => errorsOf(file, text)) };
}

function errorsOf(file: string, text: string): LintFinding[] {
  if (file === TopologyForm.CONF) {
    return TopologyFile.parse(text, TopologyForm.CONF).check().filter(({ severity }) => severity === LintSeverity.ERROR);
  }
  return parseConf(text, { file, table: file === 'slurm.conf' ? KeywordTable.SLURM_CONF : undefined }).findings.filter(({ severity }) => severity === LintSeverity.ERROR);
}

function withoutErrors({ files, errors }: Site): { [name: string]: string } {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => {
    const wrong = new Set(errors.filter(({ file }) => file === name).map(({ line }) => line));
    return [name, text.split('\n').filter((_, index) => !wrong.has(index + 1)).join('\n')];
  }));
}

/** A slurm.conf that has the nodes of topologies, and the plugin that topology.conf needs. */
function confFor(topologies: readonly Topology[]): string {
  const nodes = [...new Set(topologies.flatMap(topology => recordsOf(topology)).flatMap(({ nodes: text }) => [...Hostlist.parse(text ?? '').value?.names() ?? []]))];
  const kind = topologies[0]?.kind;
  return [
    'ClusterName=topology',
    `TopologyPlugin=topology/${kind === TopologyKind.BLOCK ? 'block' : 'tree'}`,
    `NodeName=${nodes.length === 0 ? 'n1' : Hostlist.fold(nodes)} CPUs=1`,
    'PartitionName=all Nodes=ALL Default=YES',
    '',
  ].join('\n');
}
