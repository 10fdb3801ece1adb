import { Problem } from '../errors/refuse';

/** Options of one section of sssd.conf, in the order they are written. */
export type SssdOptions = { [option: string]: string };

/** One section of sssd.conf. */
export interface SssdSection {
  readonly name: string;
  readonly options: SssdOptions;
}

/** Options whose value is a password, and so may stand in no manifest. */
const secretOptions = ['ldap_default_authtok', 'idp_client_secret'];

/** The sections of an sssd.conf: written by us, or read from somebody's text to check it. */
export class SssdConf {
  /** Reads a text; `problems` tells of lines that SSSD cannot read. */
  public static parse(text: string): SssdConf {
    const sections: SssdSection[] = [];
    const unread: Problem[] = [];
    let current: SssdSection | undefined;
    text.split(/\r?\n/).forEach((raw, index) => {
      const line = raw.trim();
      if (line === '' || line.startsWith('#') || line.startsWith(';')) {
        return;
      }
      const header = /^\[([^\][]+)\]$/.exec(line);
      const assignment = /^([^=\s][^=]*?)\s*=\s*(.*)$/.exec(line);
      if (header) {
        current = sections.find(section => section.name === header[1]);
        if (!current) {
          current = { name: header[1], options: {} };
          sections.push(current);
        }
      } else if (assignment && current) {
        current.options[assignment[1]] = assignment[2];
      } else {
        unread.push({
          id: 'ID-001',
          what: `line ${index + 1} of sssd.conf, '${shorten(line)}', is neither a [section] nor an 'option = value' inside one: SSSD does not start`,
          fix: "correct the line, or begin it with '#' to make it a comment",
        });
      }
    });
    return new SssdConf(sections, unread);
  }

  public constructor(public readonly sections: SssdSection[], private readonly unread: Problem[] = []) {}

  /** The same with further options: those of a known section are merged into it, a new section comes last. */
  public with(extra: { [section: string]: SssdOptions } = {}): SssdConf {
    const known = this.sections.map(section => ({ name: section.name, options: { ...section.options, ...extra[section.name] } }));
    const added = Object.keys(extra).filter(name => !this.section(name)).map(name => ({ name, options: { ...extra[name] } }));
    return new SssdConf([...known, ...added], this.unread);
  }

  public section(name: string): SssdOptions | undefined {
    return this.sections.find(section => section.name === name)?.options;
  }

  public render(): string {
    return this.sections
      .map(section => [`[${section.name}]`, ...Object.entries(section.options).map(([option, value]) => `${option} = ${value}`)].join('\n') + '\n')
      .join('\n');
  }

  /** What keeps SSSD from starting or users from logging in, and passwords. */
  public problems(): Problem[] {
    return [...this.unread, ...this.textProblems(), ...this.secretProblems(), ...this.structureProblems(), ...this.clearTextProblems()];
  }

  /** Responders that answer in this configuration, e.g. `nss`. */
  public get services(): string[] {
    return listOf(this.section('sssd')?.services);
  }

  private textProblems(): Problem[] {
    const problems: Problem[] = [];
    for (const { name, options } of this.sections) {
      if (!/^[^\s\][/][^\][\n\r]*$/.test(name)) {
        problems.push({ id: 'ID-001', what: `'${shorten(name)}' cannot be a section of sssd.conf`, fix: "use a name such as 'domain/LDAP'" });
      }
      for (const [option, value] of Object.entries(options)) {
        if (!/^[A-Za-z][\w:-]*$/.test(option)) {
          problems.push({ id: 'ID-001', what: `'${shorten(option)}' in [${name}] cannot be an option of sssd.conf`, fix: "use a name such as 'ldap_page_size'" });
        } else if (/[\n\r\0]/.test(value) || value !== value.trim()) {
          problems.push({
            id: 'ID-001',
            what: `the value of '${option}' in [${name}] of sssd.conf has a line break or a space at its end, which SSSD reads as something else`,
            fix: 'give it without',
          });
        } else if (value === '') {
          problems.push({ id: 'ID-001', what: `the value of '${option}' in [${name}] of sssd.conf is empty, and SSSD ignores such an option`, fix: 'give a value, or leave it out' });
        }
      }
    }
    return problems;
  }

  private secretProblems(): Problem[] {
    return this.sections.flatMap(section => Object.keys(section.options)
      .filter(option => secretOptions.includes(option.toLowerCase()))
      .map(option => ({
        id: 'ID-002',
        what: `sssd.conf holds '${option}' in [${section.name}]: everybody who reads the manifests would know the password`,
        fix: "put it in a Secret and refer to it: 'bindPassword' of Identity.ldap, 'secretOptions' of Identity.sssdConf, or Identity.fromSecret for the whole file",
      })));
  }

  private structureProblems(): Problem[] {
    const problems: Problem[] = [];
    const missing = ['nss', 'pam'].filter(service => !this.services.includes(service));
    if (missing.length > 0) {
      problems.push({
        id: 'ID-008',
        what: `'services' in [sssd] lacks ${missing.join(' and ')}, and no systemd runs in the pods to start it on demand: users would not exist or could not log in`,
        fix: "write 'services = nss,pam'",
      });
    }
    const domains = listOf(this.section('sssd')?.domains);
    if (domains.length === 0) {
      problems.push({ id: 'ID-008', what: "[sssd] names no 'domains': SSSD knows no user", fix: "write 'domains = LDAP' and a section [domain/LDAP]" });
    }
    for (const domain of domains) {
      const options = this.section(`domain/${domain}`);
      if (!options) {
        problems.push({
          id: 'ID-008',
          what: `[sssd] names domain '${domain}' and there is no section [domain/${domain}]: SSSD does not start`,
          fix: 'add the section, or take the domain out of the list',
        });
      } else if (options.id_provider === undefined) {
        problems.push({ id: 'ID-008', what: `[domain/${domain}] has no 'id_provider': SSSD does not serve it`, fix: "write 'id_provider = ldap'" });
      }
    }
    return problems;
  }

  private clearTextProblems(): Problem[] {
    return this.sections
      .filter(({ name, options }) => name.startsWith('domain/')
        && (options.auth_provider ?? options.id_provider) === 'ldap'
        && listOf(options.ldap_uri).some(uri => uri.toLowerCase().startsWith('ldap://'))
        && options.ldap_id_use_start_tls?.toLowerCase() !== 'true'
        && options.ldap_auth_disable_tls_never_use_in_production?.toLowerCase() !== 'true')
      .map(({ name, options }) => clearTextLdap(`'ldap_uri' in [${name}] is '${options.ldap_uri}'`, "use ldaps://, or add 'ldap_id_use_start_tls = true'"));
  }
}

/** Passwords over an open line, told in the words of whoever wrote the address. */
export function clearTextLdap(seen: string, fix: string): Problem {
  return { id: 'ID-005', what: `${seen} without StartTLS: the bind password and all answers travel in clear text, and SSSD refuses logins over such a connection`, fix };
}

function listOf(value: string | undefined): string[] {
  return (value ?? '').split(',').map(item => item.trim()).filter(item => item !== '');
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
