import { ApiObject } from 'cdk8s';
import { IConfigMap, ISecret, k8s } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { textHash } from '../auth/content-hash';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** Where SSSD finds the certificate inside the pods. */
export const caFile = '/etc/sssd/ca/ca.crt';

/**
 * Certificates of the authorities that signed the directory servers' certificates, in PEM form. Public by nature, so they may stand
 * in the manifests.
 */
export class CaCertificate {
  /**
   * Certificates by their text. Pods roll when it changes: the text is part of the name of the ConfigMap that carries it.
   *
   * @param text one or more `-----BEGIN CERTIFICATE-----` blocks
   */
  public static pem(text: string): CaCertificate {
    return new CaCertificate(text, undefined, undefined, 'ca.crt');
  }

  /**
   * Certificates in an existing ConfigMap, such as the one trust-manager keeps. SSSD reads a changed certificate when it next starts.
   *
   * @param key key of the ConfigMap; defaults to `ca.crt`
   */
  public static fromConfigMap(configMap: IConfigMap, key: string = 'ca.crt'): CaCertificate {
    return new CaCertificate(undefined, configMap, undefined, key);
  }

  /**
   * Certificates in an existing Secret, such as the one cert-manager keeps. SSSD reads a changed certificate when it next starts.
   *
   * @param key key of the Secret; defaults to `ca.crt`
   */
  public static fromSecret(secret: ISecret, key: string = 'ca.crt'): CaCertificate {
    return new CaCertificate(undefined, undefined, secret, key);
  }

  private constructor(
    private readonly text: string | undefined,
    private readonly configMap: IConfigMap | undefined,
    private readonly secret: ISecret | undefined,
    private readonly key: string,
  ) {}

  /** @internal */
  public _problems(prop: string): Problem[] {
    if (this.text !== undefined && /PRIVATE KEY/.test(this.text)) {
      return [{ id: 'ID-010', what: `'${prop}' holds a private key, which everybody who reads the manifests would know`, fix: 'give only the CERTIFICATE blocks' }];
    }
    if (this.text !== undefined && !/-----BEGIN (TRUSTED )?CERTIFICATE-----[\s\S]+-----END/.test(this.text)) {
      return [{ id: 'ID-010', what: `'${prop}' holds no PEM certificate: SSSD would trust no directory server`, fix: "give text that begins with '-----BEGIN CERTIFICATE-----'" }];
    }
    return this.key === ''
      ? [{ id: 'ID-010', what: `'${prop}' names no key of its ${this.secret ? 'Secret' : 'ConfigMap'}`, fix: "name the key, such as 'ca.crt'" }]
      : [];
  }

  /** @internal */
  public _bind(scope: Construct, clusterName: string): { volume: k8s.Volume; mount: k8s.VolumeMount; dependencies: IConstruct[] } {
    const items = [{ key: this.key, path: 'ca.crt' }];
    const { source, dependencies } = this.source(scope, clusterName);
    return {
      volume: { name: 'sssd-ca', ...(this.secret ? { secret: { secretName: source, items } } : { configMap: { name: source, items } }) },
      mount: { name: 'sssd-ca', mountPath: '/etc/sssd/ca', readOnly: true },
      dependencies,
    };
  }

  private source(scope: Construct, clusterName: string): { source: string; dependencies: IConstruct[] } {
    const existing = this.configMap ?? this.secret;
    if (existing) {
      return { source: existing.name, dependencies: [existing] };
    }
    const text = this.text!.endsWith('\n') ? this.text! : `${this.text}\n`;
    const name = `${clusterName}-sssd-ca-${textHash(text, 10)}`;
    const configMap = new ApiObject(scope, 'SssdCa', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { 'ca.crt': text } });
    return { source: name, dependencies: [configMap] };
  }
}

checksArguments(CaCertificate, 'CaCertificate');
