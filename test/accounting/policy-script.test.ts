import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { policyComparison } from '../../src/accounting/policy-comparison';
import { policyScript } from '../../src/accounting/policy-script';
import { recordScript } from '../../src/accounting/record-script';

let home: string;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'policy-script-'));
  ['bin', 'work'].forEach(folder => fs.mkdirSync(path.join(home, folder)));
});

afterEach(() => fs.rmSync(home, { recursive: true }));

/** Puts a program of a few shell lines where the scripts find it first. */
function stand(name: string, ...lines: string[]): void {
  fs.writeFileSync(path.join(home, 'bin', name), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
}

function run(script: string, env: { [name: string]: string }): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  fs.writeFileSync(path.join(home, 'script.sh'), script);
  const { status, stdout, stderr } = spawnSync('sh', [path.join(home, 'script.sh')], {
    env: { PATH: `${path.join(home, 'bin')}:${process.env.PATH}`, HOME: home, WORK: path.join(home, 'work'), ...env }, encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the script that applies a policy', () => {
  const declared = "QOS - 'high':Priority='5'\nCluster - 'c'\n";
  const apply = (onDrift = 'fail') => {
    fs.writeFileSync(path.join(home, 'token'), 'a-token');
    fs.writeFileSync(path.join(home, 'policy.cfg'), declared);
    fs.writeFileSync(path.join(home, 'compare.awk'), policyComparison);
    return run(policyScript, { CLUSTER: 'c', POLICY: home, RECORD: path.join(home, 'none'), TOKEN: path.join(home, 'token'), ON_DRIFT: onDrift, WAIT: '0' });
  };
  /** A sacctmgr whose dump is a text, and which does nothing else but to write down what it is told. */
  const standIn = (dump: string, then = 'exit 0') => stand('sacctmgr',
    'shift', `echo "$SLURM_JWT $*" >> ${home}/told`, 'case "$*" in', '*"show cluster"*) echo c ;;', `dump*) cat > "\${3#file=}" <<'END'\n${dump}END`, ';;', `*) ${then} ;;`, 'esac');
  const told = () => fs.readFileSync(path.join(home, 'told'), 'utf8').trim().split('\n').slice(2);

  test('stops when slurmdbd does not answer, with what sacctmgr said', () => {
    stand('sacctmgr', 'echo "cannot connect" >&2; exit 1');
    expect(apply()).toEqual({ status: 1, stdout: '', stderr: 'cannot connect\nslurmdbd does not answer after 0 s\n' });
  });

  test('stops when sacctmgr refuses something, with the words', () => {
    standIn("Cluster - 'c':Fairshare=1\n", 'echo "you may not" >&2; exit 1');
    expect(apply()).toEqual({ status: 1, stdout: 'new: QOS high\n', stderr: 'you may not\nsacctmgr refuses: add qos high\n' });
  });

  test('stops when the database keeps another value than it was told', () => {
    standIn("QOS - 'high':Priority=4\nCluster - 'c':Fairshare=1\n");
    const { status, stderr } = apply('overwrite');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^drift: QOS high: priority is 4 in the database and 5 in the policy, which has not set it yet\nslurmdbd took the values above for others\n$/)]);
    expect(told()[0]).toBe('a-token modify qos where name=high set priority=5');
  });

  test('stops when the database keeps no value after it was told one', () => {
    standIn("QOS - 'high':Priority=0\nCluster - 'c':Fairshare=1\n");
    expect(apply()).toEqual({
      status: 1, stdout: 'change: QOS high: priority from 0 to 5\n', stderr: 'change: QOS high: priority from 0 to 5\nslurmdbd took the values above for others\n',
    });
  });

  test('sets what nobody has set, and says so', () => {
    standIn("QOS - 'high':Description='high'\nCluster - 'c':Fairshare=1\n", `sed -i "s/'high'$/'high':Priority=5/" ${home}/bin/sacctmgr`);
    expect(apply()).toEqual({ status: 0, stdout: 'change: QOS high: priority from not set to 5\nthe database is as the policy declares\n', stderr: '' });
    expect(told()[0]).toBe('a-token modify qos where name=high set priority=5');
  });

  test.each([
    ["QOS - 'high':Priority=4\nCluster - 'c':Fairshare=1\n", 'drift: QOS high: priority is 4 in the database and 5 in the policy, which has not set it yet'],
    ["QOS - 'high'\nCluster - 'c':Fairshare=1\n", 'change: QOS high: priority from not set to 5'],
    ["Cluster - 'c':Fairshare=1\n", 'new: QOS high'],
  ])('only looks when it checks: %j', (dump, said) => {
    standIn(dump);
    expect(apply('check')).toEqual({ status: 3, stdout: `${said}\n`, stderr: 'the database is not as the policy declares\n' });
    expect(fs.readFileSync(path.join(home, 'told'), 'utf8')).not.toMatch(/ (add|modify|delete) /);
  });

  test('checks that all is as declared', () => {
    standIn("QOS - 'high':Priority=5\nCluster - 'c':Fairshare=1\n");
    expect(apply('check')).toEqual({ status: 0, stdout: 'the database is as the policy declares\n', stderr: '' });
  });

  test('does not make the cluster when it checks', () => {
    stand('sacctmgr', `echo "$*" >> ${home}/told`);
    expect(apply('check')).toMatchObject({ status: 3, stdout: 'new: cluster c\n' });
    expect(fs.readFileSync(path.join(home, 'told'), 'utf8')).not.toContain('add');
  });

  test('makes what is missing beside what somebody else changed, and fails', () => {
    standIn("QOS - 'high':Priority=4\nCluster - 'c':Fairshare=1\n");
    expect(apply()).toMatchObject({ status: 3 });
    expect(told()).toEqual([]);
  });

  test('takes a name with shell characters for what it is', () => {
    standIn("QOS - 'high':Priority=5\nQOS - '$(touch x)*':Priority=4\nCluster - 'c':Fairshare=1\n");
    expect(apply()).toEqual({ status: 0, stdout: 'other: QOS $(touch x)* is in the database and not in the policy\nnothing to change\n', stderr: '' });
  });
});

describe('the script that writes down what was applied', () => {
  const record = (status: string) => {
    stand('curl', `for each in "$@"; do case $each in @*/body) cat "\${each#@}" > ${home}/sent ;; esac; done`, `echo "$*" > ${home}/arguments`, `printf ${status}`);
    fs.writeFileSync(path.join(home, 'token'), 'a-token');
    fs.writeFileSync(path.join(home, 'work/record'), 'QOS high||\nQOS high|description|a "b" \\c\n');
    return run(recordScript, { NAME: 'applied', NAMESPACE: 'slurm', SERVICE_ACCOUNT: home, KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' });
  };

  test('patches the ConfigMap with the text as it is, and shows no token', () => {
    expect(record('200')).toEqual({ status: 0, stdout: 'ConfigMap applied says what was applied\n', stderr: '' });
    expect(JSON.parse(fs.readFileSync(path.join(home, 'sent'), 'utf8'))).toEqual({ data: { applied: 'QOS high||\nQOS high|description|a "b" \\c\n' } });
    const words = fs.readFileSync(path.join(home, 'arguments'), 'utf8');
    expect(words).toContain('https://[fd00::1]:443/api/v1/namespaces/slurm/configmaps/applied');
    expect(words).not.toContain('a-token');
  });

  test('says where to look when it may not', () => {
    expect(record('403')).toMatchObject({ status: 1, stderr: expect.stringMatching(/HTTP 403 .*: look for the Job's Role/) });
  });
});
