import { SecretValue } from 'cdk8s-plus-28';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** An existing KEDA TriggerAuthentication. */
export interface TriggerAuthenticationRef {
  /** Its name. */
  readonly name: string;
  /** Whether it is a ClusterTriggerAuthentication. @default false */
  readonly isClusterWide?: boolean;
  /** How it authenticates: `bearer`, `basic`, `tls` or `custom`. @default - none, for pod identities */
  readonly authModes?: string[];
}

/**
 * How KEDA logs in to Prometheus.
 *
 * @see https://keda.sh/docs/latest/scalers/prometheus/#authentication-parameters
 */
export class PrometheusAuthentication {
  /** With a token. */
  public static bearerToken(token: SecretValue): PrometheusAuthentication {
    return new PrometheusAuthentication(['bearer'], { bearerToken: token });
  }

  /** With a name and a password. */
  public static basic(username: SecretValue, password: SecretValue): PrometheusAuthentication {
    return new PrometheusAuthentication(['basic'], { username, password });
  }

  /** With what an existing TriggerAuthentication says, such as a pod identity of a managed Prometheus. */
  public static existing(authentication: TriggerAuthenticationRef): PrometheusAuthentication {
    return new PrometheusAuthentication(authentication.authModes ?? [], {}, authentication);
  }

  /** @internal */
  public readonly _modes: string[];
  /** @internal Secret keys by parameter of the trigger. */
  public readonly _secrets: { [parameter: string]: SecretValue };
  /** @internal */
  public readonly _existing?: TriggerAuthenticationRef;

  private constructor(modes: string[], secrets: { [parameter: string]: SecretValue }, existing?: TriggerAuthenticationRef) {
    this._modes = [...modes];
    this._secrets = secrets;
    this._existing = existing;
  }
}

checksArguments(PrometheusAuthentication, 'PrometheusAuthentication');

/** Options of a Prometheus server. */
export interface PrometheusServerOptions {
  /** How to log in. @default - not at all */
  readonly authentication?: PrometheusAuthentication;
  /** Headers of every query, e.g. `{ 'X-Scope-OrgID': 'slurm' }`. @default - none */
  readonly headers?: { [name: string]: string };
  /** Whether a certificate that nobody vouches for is good enough. @default false */
  readonly acceptsAnyCertificate?: boolean;
}

/** A Prometheus, or what answers like one (Thanos, Mimir, a managed Prometheus), that has the metrics of the cluster. */
export class PrometheusServer {
  /**
   * The server at an address, as pods of the Kubernetes cluster reach it.
   *
   * @param url e.g. `http://prometheus-operated.monitoring:9090`
   */
  public static at(url: string, options: PrometheusServerOptions = {}): PrometheusServer {
    return new PrometheusServer(url, options);
  }

  /** Address. */
  public readonly url: string;
  /** @internal */
  public readonly _options: PrometheusServerOptions;

  private constructor(url: string, options: PrometheusServerOptions) {
    this.url = url;
    this._options = options;
  }

  /** @internal */
  public _problems(): Problem[] {
    const odd = Object.entries(this._options.headers ?? {}).find(([name, value]) => !/^[A-Za-z0-9-]+$/.test(name) || /[,=\r\n]/.test(value));
    return [
      ...isHttpUrl(this.url) ? [] : [{
        id: 'AUTO-001', what: `'${this.url}' is no address of a Prometheus that KEDA can ask`, fix: "use e.g. PrometheusServer.at('http://prometheus-operated.monitoring:9090')",
      }],
      ...odd === undefined ? [] : [{
        id: 'AUTO-002', what: `header '${odd[0]}' holds a comma, an equals sign or a line break in name or value, and KEDA takes headers as a list of name=value`, fix: 'leave it out',
      }],
    ];
  }
}

checksArguments(PrometheusServer, 'PrometheusServer');

function isHttpUrl(url: string): boolean {
  return /^https?:\/\/[^\s/?#]+(\/[^\s]*)?$/.test(url);
}
