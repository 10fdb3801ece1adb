import { mergedLines } from '../../../src/model/predict/merged-config';

const OPERATOR = {
  AuthAltParameters: ['jwt_key=/etc/slurm/jwt.key'],
  AuthInfo: ['use_client_ids'],
  SlurmctldParameters: ['enable_configless', 'reconfig_on_restart'],
};

describe('merged config', () => {
  test.each([
    ['SlurmctldParameters=enable_stepmgr,idle_on_node_suspend', ['SlurmctldParameters=enable_configless,enable_stepmgr,idle_on_node_suspend,reconfig_on_restart']],
    ['SlurmctldParameters=cloud_reg_addrs\nSlurmctldParameters=enable_stepmgr', ['SlurmctldParameters=enable_configless,enable_stepmgr,reconfig_on_restart']],
    ['SlurmctldParameters = conmgr_threads=8', ['SlurmctldParameters=conmgr_threads=8,enable_configless,reconfig_on_restart']],
    ['SlurmctldParameters=a, b', []],
    ['SlurmctldParameters="a,b"', ['SlurmctldParameters="a,b",enable_configless,reconfig_on_restart']],
    ['AuthInfo=socket=/run/Foo.sock,ttl=60', ['AuthInfo=socket=/run/foo.sock,ttl=60,use_client_ids']],
    ['AuthAltParameters=jwt_key=/foo/Key,userclaimfield=preferredUserName', ['AuthAltParameters=jwt_key=/etc/slurm/jwt.key,userclaimfield=preferredusername']],
    ['', []],
    ['GresTypes=gpu', []],
    ['SlurmctldParameters=', []],
    ['slurmctldparameters=x # why', ['SlurmctldParameters=enable_configless,reconfig_on_restart,x']],
    ['SlurmctldParameters=x\r', ['SlurmctldParameters=enable_configless,reconfig_on_restart,x']],
    ['SlurmctldParameters=\\\nx,y', ['SlurmctldParameters=enable_configless,reconfig_on_restart,x,y']],
    ['SlurmctldParameters=x,\\\n  y', []],
    ['SlurmctldParameters=,x,,X', ['SlurmctldParameters=enable_configless,reconfig_on_restart,x']],
    ['AuthInfo=ttl=1\nSlurmctldParameters=x', ['AuthInfo=ttl=1,use_client_ids', 'SlurmctldParameters=enable_configless,reconfig_on_restart,x']],
  ])('of %j is %j', (extraConf, expected) => {
    expect(mergedLines(extraConf, OPERATOR).map(({ text }) => text)).toEqual(expected);
  });
});
