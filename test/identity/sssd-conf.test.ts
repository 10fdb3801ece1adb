import * as fc from 'fast-check';
import { SssdConf } from '../../src/identity/sssd-conf';

const good = ['[sssd]', 'services = nss,pam', 'domains = LDAP', '', '[domain/LDAP]', 'id_provider = ldap', 'ldap_uri = ldaps://ldap.example.com', ''];
const ids = (text: string) => SssdConf.parse(text).problems().map(problem => problem.id);
const withLine = (line: string) => [...good, line, ''].join('\n');

describe('SssdConf', () => {
  test('finds nothing wrong with a plain file', () => {
    expect(ids(good.join('\n'))).toEqual([]);
  });

  test.each([
    ['a line that is no option', withLine('ldap_search_base'), 'ID-001'],
    ['an option before any section', `services = nss\n${good.join('\n')}`, 'ID-001'],
    ['an option without a value', withLine('ldap_search_base ='), 'ID-001'],
    ['the bind password', withLine('ldap_default_authtok = s3cret'), 'ID-002'],
    ['the bind password in capitals', withLine('LDAP_DEFAULT_AUTHTOK = s3cret'), 'ID-002'],
    ['a client secret', withLine('idp_client_secret = s3cret'), 'ID-002'],
    ['no pam service', good.join('\n').replace('nss,pam', 'nss'), 'ID-008'],
    ['no domains', good.join('\n').replace('domains = LDAP\n', ''), 'ID-008'],
    ['a domain without a section', good.join('\n').replace('domains = LDAP', 'domains = LDAP, OTHER'), 'ID-008'],
    ['a domain without a provider', good.join('\n').replace('id_provider = ldap\n', ''), 'ID-008'],
    ['clear-text LDAP', good.join('\n').replace('ldaps://', 'ldap://'), 'ID-005'],
    ['clear-text LDAP on a second server', good.join('\n').replace('example.com', 'example.com, ldap://b.example.com'), 'ID-005'],
  ])('refuses %s', (_case, text, id) => {
    expect(ids(text)).toEqual([id]);
  });

  test.each([
    ['StartTLS', 'ldap_id_use_start_tls = True'],
    ['logins through Kerberos', 'auth_provider = krb5'],
    ['an explicit wish for it', 'ldap_auth_disable_tls_never_use_in_production = true'],
  ])('lets ldap:// pass with %s', (_case, line) => {
    expect(ids(withLine(line).replace('ldaps://', 'ldap://'))).toEqual([]);
  });

  test('reads comments, blanks, Windows line ends and a section in two places', () => {
    const text = ['# comment', '[sssd]', 'services = nss, pam ', '; comment', 'domains=A', '[domain/A]', 'id_provider=proxy', '[sssd]', 'debug_level = 3'].join('\r\n');
    const conf = SssdConf.parse(text);
    expect(conf.problems()).toEqual([]);
    expect(conf.section('sssd')).toEqual({ services: 'nss, pam', domains: 'A', debug_level: '3' });
  });

  test('a hash sign in a value stays in it, as SSSD knows no comments after a value', () => {
    expect(SssdConf.parse(withLine('ldap_search_base = dc=x # main')).section('domain/LDAP')!.ldap_search_base).toBe('dc=x # main');
  });

  test.each([
    ['a line break', 'a\nldap_default_authtok = x'],
    ['a blank at its end', 'a '],
    ['nothing', ''],
  ])('refuses to write a value with %s', (_case, value) => {
    const conf = SssdConf.parse(good.join('\n')).with({ 'domain/LDAP': { ldap_search_base: value } });
    expect(conf.problems().map(problem => problem.id)).toEqual(['ID-001']);
  });

  test('refuses to write a section or an option that would be read as something else', () => {
    const conf = SssdConf.parse(good.join('\n')).with({ 'a]\n[b': { x: '1' }, 'nss': { 'a = b': '1' } });
    expect(conf.problems().map(problem => problem.id)).toEqual(['ID-001', 'ID-001']);
  });

  test('reads back what it wrote', () => {
    const name = fc.stringMatching(/^[a-z][a-z_]{0,9}$/);
    const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
    const section = fc.record({ name: fc.stringMatching(/^[a-z][a-z/.]{0,9}$/), options: fc.dictionary(name, value) });
    fc.assert(fc.property(fc.uniqueArray(section, { selector: each => each.name }), sections => {
      expect(SssdConf.parse(new SssdConf(sections).render()).sections.map(each => [each.name, { ...each.options }]))
        .toEqual(sections.map(each => [each.name, { ...each.options }]));
    }), { seed: 20260522, numRuns: 200 });
  });
});
