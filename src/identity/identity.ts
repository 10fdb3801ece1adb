import { ApiObject } from 'cdk8s';
import { ISecret, k8s } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { ActiveDirectoryLdapOptions, ActiveDirectoryOptions, activeDirectoryLdapSetup, activeDirectorySetup } from './active-directory';
import { CaCertificate } from './ca-certificate';
import { sssdConf } from './directory-setup';
import { FreeIpaOptions, freeIpaSetup } from './free-ipa';
import { BoundIdentity, IdentitySetup } from './identity-setup';
import { keytabParts } from './kerberos';
import { LdapOptions, ldapSetup } from './ldap';
import { SssdConf } from './sssd-conf';
import { secretOptionParts, secretValueProblems, SidecarImage, SssdSecretOption } from './sssd-secrets';
import { textHash } from '../auth/content-hash';
import { Problem, refuseAll } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

export type { BoundIdentity } from './identity-setup';

/** What to know of a whole sssd.conf that is not of our making. */
export interface SssdFileOptions {
  /**
   * Lets sshd take users' public keys from SSSD; the file must name the service `ssh`.
   *
   * @default false
   */
  readonly sshPublicKeys?: boolean;

  /**
   * Directory below which the users' homes lie, to see whether a shared file system is there.
   *
   * @default - not checked
   */
  readonly homeBase?: string;
}

/** What goes with the text of an sssd.conf. */
export interface SssdConfOptions extends SssdFileOptions {
  /** Options whose values are passwords; SSSD adds them from Secrets. @default - none */
  readonly secretOptions?: SssdSecretOption[];

  /** Authorities that signed the directory servers' certificates; refer to them as `/etc/sssd/ca/ca.crt`. @default - those the image trusts */
  readonly ca?: CaCertificate;
}

/**
 * Where the cluster's users come from. SSSD reads it on login hosts, and on workers that users may ssh to; jobs carry their user's
 * identity with them. One identity serves the whole cluster, so ids agree on every host.
 *
 * @see https://sssd.io/docs/introduction.html
 */
export class Identity {
  /** Only the users that the images themselves hold, as in the official chart. For trying things out. */
  public static localFiles(): Identity {
    const own = { id_provider: 'proxy', proxy_lib_name: 'files', auth_provider: 'proxy', proxy_pam_target: 'sssd-shadowutils' };
    return new Identity({ conf: sssdConf('DEFAULT', own, false), secretOptions: [], sshPublicKeys: false, hasDirectory: false, problems: [] });
  }

  /** Users of an LDAP directory, such as OpenLDAP or 389 Directory Server. */
  public static ldap(options: LdapOptions): Identity {
    return new Identity(ldapSetup(options));
  }

  /** Users of an Active Directory that the cluster has joined. */
  public static activeDirectory(options: ActiveDirectoryOptions): Identity {
    return new Identity(activeDirectorySetup(options));
  }

  /** Users of an Active Directory, read over LDAP with an ordinary account: nothing to join. */
  public static activeDirectoryLdap(options: ActiveDirectoryLdapOptions): Identity {
    return new Identity(activeDirectoryLdapSetup(options));
  }

  /** Users of a FreeIPA domain in which a host is enrolled for the cluster. */
  public static freeIpa(options: FreeIpaOptions): Identity {
    return new Identity(freeIpaSetup(options));
  }

  /**
   * Users by an sssd.conf of your own, without passwords: it stands in the manifests as you wrote it, and is checked first.
   *
   * @param text the file
   */
  public static sssdConf(text: string, options: SssdConfOptions = {}): Identity {
    const conf = SssdConf.parse(text);
    const secretOptions = options.secretOptions ?? [];
    return new Identity({
      conf,
      text,
      secretOptions,
      ca: options.ca,
      sshPublicKeys: options.sshPublicKeys ?? false,
      hasDirectory: options.homeBase !== undefined,
      homeBase: options.homeBase,
      problems: [
        ...conf.problems(),
        ...secretOptions.flatMap(option => secretOptionProblems(option, conf)),
        ...options.ca?._problems('ca') ?? [],
        ...options.sshPublicKeys && !conf.services.includes('ssh') ? [sshServiceMissing] : [],
      ],
    });
  }

  /**
   * Users by an sssd.conf that lies in a Secret of the cluster's namespace. What it says cannot be checked here.
   *
   * @param key key of the Secret; defaults to `sssd.conf`
   */
  public static fromSecret(secret: ISecret, key: string = 'sssd.conf', options: SssdFileOptions = {}): Identity {
    return new Identity({
      file: { secret, key },
      secretOptions: [],
      sshPublicKeys: options.sshPublicKeys ?? false,
      hasDirectory: options.homeBase !== undefined,
      homeBase: options.homeBase,
      problems: secretValueProblems('identity', { secret, key }),
    });
  }

  private constructor(private readonly setup: IdentitySetup) {}

  /**
   * Directory below which users of a directory have their homes; undefined when users are the image's, or when we cannot know.
   *
   * @internal
   */
  public get _homeBase(): string | undefined {
    return this.setup.hasDirectory ? this.setup.homeBase : undefined;
  }

  /** @internal */
  public _problems(): Problem[] {
    return this.setup.problems;
  }

  /**
   * Creates what the cluster's pods need to know its users. Once for each cluster.
   *
   * @internal
   */
  public _bind(scope: Construct, cluster: IdentityHost): BoundIdentity {
    refuseAll(scope, this.setup.problems);
    const file = this.file(scope, cluster.name);
    const secrets = secretOptionParts(this.setup.secretOptions, cluster._images);
    const keytab = this.setup.keytab && keytabParts(this.setup.keytab);
    const ca = this.setup.ca?._bind(scope, cluster.name);
    return {
      sssdConfRef: file.ref,
      extraSshdConfig: this.setup.sshPublicKeys ? ['AuthorizedKeysCommand /usr/bin/sss_ssh_authorizedkeys', 'AuthorizedKeysCommandUser nobody'] : [],
      offersSshKeys: this.setup.conf?.services.includes('ssh'),
      volumes: [...ca ? [ca.volume] : [], ...keytab ? [keytab.volume] : [], ...secrets.volumes],
      volumeMounts: [...ca ? [ca.mount] : [], ...keytab ? [keytab.mount] : [], ...secrets.volumeMounts],
      initContainers: secrets.initContainers,
      annotations: file.hash === undefined ? {} : { 'slurm-constructs/sssd-conf-hash': file.hash },
      dependencies: [
        ...file.dependencies, ...secrets.dependencies, ...this.setup.keytab ? [this.setup.keytab.secret] : [], ...ca?.dependencies ?? [],
      ],
    };
  }

  private file(scope: Construct, clusterName: string): { ref: { name: string; key: string }; hash?: string; dependencies: IConstruct[] } {
    const { file, text, conf } = this.setup;
    if (file) {
      return { ref: { name: file.secret.name, key: file.key }, dependencies: [file.secret] };
    }
    const content = text ?? conf!.render();
    const ref = { name: `${clusterName}-sssd-conf`, key: 'sssd.conf' };
    const secret: k8s.KubeSecretProps = { metadata: { name: ref.name }, type: 'Opaque', stringData: { [ref.key]: content } };
    const object = new ApiObject(scope, 'SssdConf', { apiVersion: 'v1', kind: 'Secret', ...secret });
    return { ref, hash: textHash(content, 16), dependencies: [object] };
  }
}

checksArguments(Identity, 'Identity');

/** What an identity asks of the cluster it is bound to. */
export interface IdentityHost {
  readonly name: string;
  readonly _images: SidecarImage;
}

const sshServiceMissing: Problem = {
  id: 'ID-009',
  what: "'sshPublicKeys' is set and 'services' in [sssd] lacks ssh: sshd would find no key of any user",
  fix: "write 'services = nss,pam,ssh'",
};

function secretOptionProblems(option: SssdSecretOption, conf: SssdConf): Problem[] {
  const problems = secretValueProblems(`secretOptions (${option.option})`, option.value);
  if (!conf.section(option.section)) {
    problems.push({
      id: 'ID-008',
      what: `'secretOptions' adds '${option.option}' to [${option.section}], a section that the text does not have`,
      fix: `use one of ${conf.sections.map(section => `'${section.name}'`).join(', ')}`,
    });
  }
  if (!/^[A-Za-z][\w:-]*$/.test(option.option)) {
    problems.push({ id: 'ID-001', what: `'${option.option}' cannot be an option of sssd.conf`, fix: "use a name such as 'ldap_default_authtok'" });
  }
  return problems;
}
