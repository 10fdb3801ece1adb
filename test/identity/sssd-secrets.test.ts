import { spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { SssdConf } from '../../src/identity/sssd-conf';
import { snippetScript } from '../../src/identity/sssd-secrets';

let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'sssd-')); });
afterEach(() => rmSync(directory, { recursive: true }));

/** Runs the script of the init container with values in files, as Kubernetes mounts them. */
function run(...options: [string, string, string][]) {
  const args = options.flatMap(([section, option, value], index) => {
    writeFileSync(join(directory, String(index)), value);
    return [section, option, join(directory, String(index))];
  });
  const { status, stderr } = spawnSync('sh', ['-euc', snippetScript, 'sssd-secrets', directory, ...args], { encoding: 'utf8' });
  const snippets = readdirSync(directory).filter(file => file.endsWith('.conf'));
  return { status, stderr, snippet: snippets.length === 1 ? readFileSync(join(directory, snippets[0]), 'utf8') : undefined };
}

describe('the script that writes passwords for SSSD', () => {
  test('writes a snippet that only its owner reads', () => {
    expect(run(['domain/LDAP', 'ldap_default_authtok', 's3cret'])).toEqual({ status: 0, stderr: '', snippet: '[domain/LDAP]\nldap_default_authtok = s3cret\n' });
    expect(statSync(join(directory, '90-secrets.conf')).mode.toString(8)).toBe('100600');
  });

  test('writes several options', () => {
    expect(run(['domain/A', 'ldap_default_authtok', 'a'], ['domain/B', 'idp_client_secret', 'b']).snippet)
      .toBe('[domain/A]\nldap_default_authtok = a\n[domain/B]\nidp_client_secret = b\n');
  });

  test('drops the line break that editors and echo leave at the end', () => {
    expect(run(['domain/LDAP', 'ldap_default_authtok', 's3cret\n']).snippet).toContain('= s3cret\n');
  });

  test.each([
    ['is empty', '', 'is empty'],
    ['has two lines', 'a\nb', 'has several lines'],
    ['begins with a blank', ' a', 'begins or ends with a blank'],
    ['ends with a carriage return', 'a\r\n', 'begins or ends with a blank'],
  ])('stops the pod when the value %s, without telling it', (_case, value, reason) => {
    const { status, stderr, snippet } = run(['domain/LDAP', 'ldap_default_authtok', value]);
    expect(status).toBe(1);
    expect(stderr).toBe(`sssd-secrets: the value for ldap_default_authtok ${reason}${reason.endsWith('blank') ? ', which SSSD would drop' : ''}\n`);
    expect(snippet).toBeUndefined();
  });

  test('stops the pod when the Secret has no such key', () => {
    const { status } = spawnSync('sh', ['-euc', snippetScript, 'sssd-secrets', directory, 'domain/LDAP', 'ldap_default_authtok', join(directory, 'none')]);
    expect(status).not.toBe(0);
  });

  test('passes any password through unchanged', () => {
    fc.assert(fc.property(fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/), password => {
      const { snippet } = run(['domain/LDAP', 'ldap_default_authtok', password]);
      expect(SssdConf.parse(snippet!).section('domain/LDAP')).toEqual({ ldap_default_authtok: password });
    }), { seed: 20260522, numRuns: 40, examples: [['$(id) `id` \\n "x" \'y\' %s #;']] });
  });
});
