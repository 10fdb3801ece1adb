import { IConfigMap, ISecret, k8s } from 'cdk8s-plus-28';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

const folder = '/etc/slurmdbd-tls';

/**
 * The certificate authority that a database server's certificate is checked against.
 *
 * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_StorageParameters
 */
export class DatabaseCa {
  /** A certificate bundle in PEM that a Secret of the cluster's namespace holds. */
  public static fromSecret(secret: ISecret, key: string = 'ca.crt'): DatabaseCa {
    return new DatabaseCa(`${folder}/ca.crt`, { secret: { name: secret.name, items: [{ key, path: 'ca.crt' }] } });
  }

  /** A certificate bundle in PEM that a ConfigMap of the cluster's namespace holds. */
  public static fromConfigMap(configMap: IConfigMap, key: string = 'ca.crt'): DatabaseCa {
    return new DatabaseCa(`${folder}/ca.crt`, { configMap: { name: configMap.name, items: [{ key, path: 'ca.crt' }] } });
  }

  /** A certificate bundle in PEM that the slurmdbd image holds. */
  public static fromImage(path: string): DatabaseCa {
    return new DatabaseCa(path);
  }

  private constructor(
    /** @internal */
    public readonly _path: string,
    /** @internal */
    public readonly _source?: k8s.VolumeProjection,
  ) {}
}

checksArguments(DatabaseCa, 'DatabaseCa');

/** How slurmdbd and the database prove themselves to each other. */
export interface DatabaseTls {
  /**
   * Who must have signed the server's certificate. Cloud providers publish theirs; it is seldom one that images carry.
   *
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_StorageParameters
   */
  readonly ca: DatabaseCa;

  /**
   * Secret of type kubernetes.io/tls (`tls.crt`, `tls.key`) with slurmdbd's own certificate, for servers that ask for one.
   *
   * @default - slurmdbd shows no certificate
   */
  readonly clientCertificate?: ISecret;

  /** Ciphers that are allowed, separated by colons. @default - what both sides know */
  readonly cipher?: string;
}

/** What TLS towards the database adds to slurmdbd and its pod. */
export interface BoundDatabaseTls {
  readonly volumes: k8s.Volume[];
  readonly volumeMounts: k8s.VolumeMount[];
  readonly storageParameters: string[];
}

/** Files and settings of TLS towards the database. */
export function bindDatabaseTls(tls: DatabaseTls): BoundDatabaseTls {
  const sources: k8s.VolumeProjection[] = tls.ca._source ? [tls.ca._source] : [];
  const storageParameters = [`SSL_CA=${tls.ca._path}`];
  if (tls.clientCertificate) {
    sources.push({ secret: { name: tls.clientCertificate.name, items: ['tls.crt', 'tls.key'].map(key => ({ key, path: key })) } });
    storageParameters.push(`SSL_CERT=${folder}/tls.crt`, `SSL_KEY=${folder}/tls.key`);
  }
  if (tls.cipher !== undefined) {
    storageParameters.push(`SSL_CIPHER=${tls.cipher}`);
  }
  return {
    // Octal 0440: slurmdbd reads the key by its group, and nobody else does.
    volumes: sources.length > 0 ? [{ name: 'database-tls', projected: { defaultMode: 0o440, sources } }] : [],
    volumeMounts: sources.length > 0 ? [{ name: 'database-tls', mountPath: folder, readOnly: true }] : [],
    storageParameters,
  };
}

/** What is wrong with TLS settings. */
export function databaseTlsProblems(tls: DatabaseTls): Problem[] {
  return tls.ca._path.startsWith('/') ? [] : [{
    id: 'ACCT-007',
    what: `'${tls.ca._path}' of DatabaseCa.fromImage is no absolute path, so slurmdbd would not find the file`,
    fix: "use e.g. DatabaseCa.fromImage('/etc/ssl/certs/ca-certificates.crt')",
  }];
}
