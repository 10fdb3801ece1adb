import { predictSlurmdbdConf } from '../../../src/model/predict/slurmdbd-conf';
import { accounting, cluster, controller, core, model, Plain } from '../slinky-objects';

function slurmdbdConf(spec: Plain) {
  return predictSlurmdbdConf(model(accounting(spec)).facts.accountings[0]);
}

describe('predicted slurmdbd.conf', () => {
  test('holds the storage settings and a placeholder for the password', () => {
    expect(slurmdbdConf({ jwksKeyRef: { name: 'jwks', key: 'jwks.json' } })?.text).toBe(`#
### GENERAL ###
DbdHost=slurm-accounting-0
DbdPort=6819
SlurmUser=slurm
#
### PLUGINS & PARAMETERS ###
AuthType=auth/slurm
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key=/etc/slurm/jwt.key,jwks=/etc/slurm/jwks.json
AuthInfo=use_client_ids
#
### STORAGE ###
StorageType=accounting_storage/mysql
StorageHost=mysql.example.com
StoragePort=3306
StorageUser=slurm
StorageLoc=slurm_acct_db
StoragePass=<key password of Secret slurm-db>
#
### LOGGING ###
LogFile=/dev/null
`);
  });

  test('merges AuthInfo but not SlurmctldParameters', () => {
    expect(slurmdbdConf({ extraConf: 'AuthInfo=ttl=60\nSlurmctldParameters=x' })?.text).toMatch(/### EXTRA CONFIG ###\nAuthInfo=ttl=60\nSlurmctldParameters=x\n#\n### MERGED CONFIG ###\nAuthInfo=ttl=60,use_client_ids\n$/);
  });

  test('does not exist for an external slurmdbd', () => {
    expect(slurmdbdConf({ external: true, externalConfig: { host: 'db.example.com', port: 6819 } })).toBeUndefined();
  });
});

describe('predicted cgroup.conf', () => {
  test('is the operator\'s when no ConfigMap holds one', () => {
    expect(cluster(controller()).cgroupConf.text).toBe('CgroupPlugin=cgroup/v2\nIgnoreSystemd=yes\n');
  });

  test('is the one of the last ConfigMap by name', () => {
    const found = cluster(
      controller({ configFileRefs: [{ name: 'b' }, { name: 'a' }] }),
      core('ConfigMap', 'a', { data: { 'cgroup.conf': 'ConstrainDevices=no\n' } }),
      core('ConfigMap', 'b', { data: { 'cgroup.conf': 'ConstrainDevices=yes\n' } }),
    );
    expect(found.cgroupConf.text).toBe('ConstrainDevices=yes\n');
    expect(found.cgroupConf.lines[0].origin).toMatchObject({ object: { name: 'b' }, field: 'data["cgroup.conf"]', fieldLine: 1 });
  });
});
