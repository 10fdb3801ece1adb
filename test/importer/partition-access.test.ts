import { formatted, run } from './check-programs';
import { imported } from './library-modules';
import { pick } from '../cluster/cluster-manifests';

test('accounts and QOS of a partition are referred to by their names', async () => {
  const { cluster, objects } = imported([
    'accounting: { enabled: true, storageConfig: { host: db, passwordKeyRef: { name: db, key: password } } }',
    'nodesets: { cpu: { replicas: 2 } }',
    'partitions: { open: { enabled: true, nodesets: [cpu], configMap: { AllowQos: "high,low", DenyAccounts: bio, QOS: part } } }',
    '',
  ].join('\n'));
  expect(cluster).toContain("allowQos: [Qos.named('high'), Qos.named('low')]");
  expect(cluster).toContain("denyAccounts: [Account.named('bio')]");
  expect(cluster).toContain("qos: Qos.named('part')");
  expect(run(cluster)).toEqual(objects);
  expect(await formatted(cluster)).toBe(cluster);
  expect(pick(objects as never[], 'Controller').spec.extraConf).toContain('PartitionName=open Nodes=cpu AllowQos=high,low Default=YES DenyAccounts=bio QOS=part');
});
