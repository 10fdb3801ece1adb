import * as fs from 'fs';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { KeywordTable } from '../../src/slurm/catalog';
import { parseConf } from '../../src/slurm/slurm-conf-parser';
import { Manifest, pick } from '../cluster/cluster-manifests';

const repository = path.join(__dirname, '../..');

describe('hybrid.md: the slurm.conf of the outside slurmctld', () => {
  const [, text] = /^```\n(ClusterName=[\s\S]*?)^```$/m.exec(fs.readFileSync(path.join(repository, 'docs/hybrid.md'), 'utf8'))!;
  const { conf, findings } = parseConf(text, { table: KeywordTable.SLURM_CONF });

  test('has nothing that slurmctld would refuse', () => {
    expect(findings).toEqual([]);
  });

  test('is that of the example: its cluster, its node set, and room for its nodes', () => {
    const objects = loadAll(fs.readFileSync(path.join(repository, 'test/golden/hybrid.yaml'), 'utf8')) as Manifest[];
    const nodeSet = pick(objects, 'NodeSet');
    const settings = Object.fromEntries(conf.assignments().map(({ key, value }) => [key, value]));
    expect(settings.ClusterName).toBe(pick(objects, 'Controller').spec.clusterName);
    expect(Number(settings.MaxNodeCount)).toBeGreaterThanOrEqual(nodeSet.spec.replicas);
    expect(text).toContain(`NodeSet=${nodeSet.metadata.name.replace('slurm-worker-', '')} `);
  });
});
