import { createHash } from 'crypto';
import { drawnNodes, gpuNodes, NO_FINDINGS, pageOf, textOf, treeOf, withTopology } from './pages';
import { lint } from '../../src/model/lint';
import { LintSeverity } from '../../src/slurm/finding';
import { accounting, controller, gpuCluster, loginSet, model, nodeSet, scaledObject } from '../model/slinky-objects';

const HOSTILE = '</script></style><img src=x onerror=alert(1)>"\'&';

test('the first figures are the totals of the cluster', () => {
  const text = textOf(pageOf([controller({ clusterName: 'training' }), gpuNodes('h100', 1024), gpuNodes('gb200', 72, 'gpu:gb200:4')]));
  expect(text).toContain('Slurm cluster training');
  expect(text).toContain('GPUs 8,480 gb200, h100');
  expect(text).toContain('Nodes 1,096 2 node sets');
  expect(text).toContain('CPUs 140,288 by the limits of the pods');
  expect(text).toContain('Memory 1.1 PiB');
});

test('totals that the manifests leave open say so', () => {
  const text = textOf(pageOf([controller(), nodeSet({ scalingMode: 'DaemonSet' }), gpuNodes('h100', 4)]));
  expect(text).toContain('Nodes 4 or more');
  expect(text).toContain('one for each matching Kubernetes node: only the live cluster knows how many');
});

test('a cluster that grows shows both ends', () => {
  expect(textOf(pageOf([controller(), gpuNodes('h100', 1), scaledObject('slurm-worker-h100', { maxReplicaCount: 8 })]))).toContain('GPUs 0–64');
});

test.each([
  ['without a topology', [controller(), gpuNodes('a', 1024)], 1024],
  ['in a tree', [...withTopology(treeOf({ a: 6000, b: 4000 })), gpuNodes('a', 6000), gpuNodes('b', 4000)], 10_000],
  ['with GPUs drawn in their nodes', gpuCluster(), 2],
  ['with no node', [controller(), gpuNodes('a', 0)], 0],
  ['with no node set', [controller()], 0],
])('the map shows every declared node %s', (_, objects, count) => {
  const nodes = drawnNodes(pageOf(objects));
  expect(nodes).toHaveLength(count);
  expect(new Set(nodes).size).toBe(count);
});

test('a page about 10,000 nodes stays below 1 MiB', () => {
  const page = pageOf([...withTopology(treeOf({ a: 6000, b: 4000 })), gpuNodes('a', 6000), gpuNodes('b', 4000)]);
  expect(Buffer.byteLength(page)).toBeLessThan(2 ** 20);
});

test('partitions stand with their limits in Slurm\'s words', () => {
  const text = textOf(pageOf([
    controller({ extraConf: 'PartitionName=train Nodes=cpu Default=YES MaxTime=2-00:00:00 DefaultTime=04:00:00 MinNodes=2 MaxNodes=16 AllowAccounts=ml PriorityTier=10 DefMemPerCPU=4000' }),
    nodeSet({ partition: { enabled: false } }),
  ]));
  expect(text).toContain('train default A cpu 2 0 2-00:00:00 04:00:00 2 to 16 AllowAccounts=ml PriorityTier=10 DefMemPerCPU=4000');
});

test('storage says what is kept where, and scratch last', () => {
  const volumes = [{ name: 'home', nfs: { server: 'nas', path: '/home' } }, { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '64Gi' } }, { name: 'conf', configMap: { name: 'x' } }];
  const volumeMounts = [{ name: 'home', mountPath: '/home' }, { name: 'shm', mountPath: '/dev/shm' }, { name: 'conf', mountPath: '/conf' }];
  const text = textOf(pageOf([
    controller({ clusterName: 'x', accountingRef: { name: 'slurm' } }), accounting(),
    nodeSet({ slurmd: { volumeMounts }, template: { spec: { hostname: 'cpu-', volumes } } }),
    loginSet({ login: { volumeMounts: [volumeMounts[0]] }, template: { spec: { volumes: [volumes[0]] } } }),
  ]));
  expect(text).toContain('Database slurm@mysql.example.com:3306/slurm_acct_db accounting slurmdbd NFS nas:/home /home cpu, login slurm-login-main Scratch of the pod memory, up to 64Gi /dev/shm cpu');
  expect(text).toContain('/var/spool/slurmctld/x state of slurmctld');
  expect(text).not.toContain('/conf cpu');
});

test('identity names Secrets and shows none', () => {
  const text = textOf(pageOf([controller({ extraConf: 'LaunchParameters=enable_nss_slurm' }), loginSet(), nodeSet()]));
  expect(text).toContain('SSSD, from sssd.conf of Secret slurm-sssd-conf');
  expect(text).toContain('on nodes from Slurm itself (nss_slurm)');
  expect(text).toContain('Key of the daemons slurm.key of Secret slurm-auth-slurm');
});

test('every line of slurm.conf has its origin beside it', () => {
  const clusters = model({ ...controller({ clusterName: 'training' }) }).clusters;
  const page = pageOf([controller({ clusterName: 'training' })], { originLine: () => 12 });
  expect(page.match(/class="from"/g)).toHaveLength(clusters[0].slurmConf.lines.length);
  expect(page).toContain('<code><b>ClusterName</b>=training</code><span class="from">Controller slurm/slurm spec.clusterName</span>');
  expect(page).toContain('<b>SlurmUser</b>=slurm</code><span class="from">slurm-operator</span>');
});

test('findings stand errors first, with links to what explains them', () => {
  const objects = [controller({ inplaceReconfigure: false, extraConf: '' }), gpuNodes('a', 2)];
  const found = lint(model(...objects));
  const page = pageOf(objects, { lint: found });
  const kinds = [...page.matchAll(/<li class="(error|warning)">/g)].map(match => match[1]);
  expect(kinds).toEqual([...kinds].sort());
  expect(kinds.filter(kind => kind === 'error')).toHaveLength(found.findings.filter(({ severity }) => severity === LintSeverity.ERROR).length);
  found.findings.forEach(({ ruleId }) => expect(page).toContain(`<a href="https://docs.example.com/rules#${ruleId}">${ruleId}</a>`));
});

test('a fault that many objects share is shown in full a few times, and then counted', () => {
  const objects = [controller({ extraConf: '' }), ...'abcdefghij'.split('').map(letter => gpuNodes(letter, 1))];
  const found = lint(model(...objects));
  const page = pageOf(objects, { lint: found });
  const rule = found.findings.find(({ ruleId }) => found.findings.filter(other => other.ruleId === ruleId).length === 10)!.ruleId;
  expect(page.match(new RegExp(`>${rule}</a>`, 'g'))).toHaveLength(3);
  const more = new RegExp(`<summary>7 more findings of ${rule}</summary>(.*?)</details>`).exec(page)![1];
  expect(more.match(/<li>/g)).toHaveLength(7);
  expect(more).toContain('NodeSet slurm/slurm-worker-j');
});

test.each([
  [NO_FINDINGS, '✓ No findings'],
  [lint(model(controller({ slurmKeyRef: undefined }), gpuNodes('a', 1))), /✕ \d+ errors?, \d+ warnings?/],
])('the head of the page has a verdict', (found, expected) => {
  expect(textOf(pageOf([controller()], { lint: found }))).toMatch(expected);
});

test('names cannot become markup', () => {
  const page = pageOf([
    controller({ clusterName: HOSTILE, extraConf: `PartitionName=${HOSTILE.replaceAll(' ', '_')} Nodes=ALL\n# ${HOSTILE}`, accountingRef: { name: HOSTILE }, slurmKeyRef: { name: HOSTILE, key: HOSTILE } }),
    nodeSet({ template: { spec: { hostname: HOSTILE } }, slurmd: { volumeMounts: [{ name: 'h', mountPath: HOSTILE }] } }),
    loginSet({ sssdConfRef: { name: HOSTILE, key: HOSTILE } }, HOSTILE),
  ], {
    title: HOSTILE,
    generator: HOSTILE,
    lint: { findings: [{ ruleId: 'X-001', severity: LintSeverity.ERROR, subject: HOSTILE, message: HOSTILE, fix: HOSTILE, field: HOSTILE, file: HOSTILE }], acknowledged: [] },
    findingLink: () => `javascript:${HOSTILE}`,
  });
  expect(page).not.toContain('<img');
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(page.match(/&lt;\/script&gt;/g)!.length).toBeGreaterThan(10);
});

test('the page forbids itself everything but its own style and script', () => {
  const page = pageOf(gpuCluster());
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1];
  const hash = (tag: string) => `'sha256-${createHash('sha256').update(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)![1]).digest('base64')}'`;
  expect(policy).toBe(`default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; img-src data:; base-uri 'none'; form-action 'none'`);
  expect(page).not.toMatch(/ style=| on[a-z]+=|@import|url\(/);
});

test('the same objects give the same bytes', () => {
  expect(pageOf(gpuCluster())).toBe(pageOf(gpuCluster()));
});

test('several clusters share a page, and no id stands twice', () => {
  const page = pageOf([
    controller({ clusterName: 'east' }), gpuNodes('a', 2),
    controller({ clusterName: 'west' }, 'slurm', 'other'), nodeSet({}, 'slurm-worker-b', 'other'),
  ]);
  expect(textOf(page)).toContain('2 Slurm clusters: west, east');
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(match => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  [...page.matchAll(/href="#([^"]*)"/g)].forEach(([, id]) => expect(ids).toContain(id));
  expect(drawnNodes(page)).toHaveLength(4);
});

test('a cluster whose slurmctld runs elsewhere says that its slurm.conf is not here', () => {
  expect(textOf(pageOf([controller({ external: true, externalConfig: { host: 'head' } }), nodeSet()]))).toContain('slurmctld runs outside Kubernetes');
});
