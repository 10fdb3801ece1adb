import { ISecret } from 'cdk8s-plus-28';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** The NetQ server that knows a network. */
export interface NetQOptions {
  /** Its address. */
  readonly url: string;
  /** Secret with the key `credentials.yaml`, which holds `username` and `password`, in Topograph's namespace. */
  readonly credentials: ISecret;
}

/** Where Topograph reads NVLink domains in InfiniBand networks. */
export interface TopographInfinibandOptions {
  /** Label of Kubernetes nodes that names their NVLink domain, e.g. `nvidia.com/gpu.clique`. @default - NVLink domains are left out */
  readonly acceleratorLabel?: string;
}

/**
 * Whom Topograph asks how the network joins the nodes. Azure has none; with its InfiniBand use `infiniband()`.
 *
 * @see https://github.com/NVIDIA/topograph/tree/main/docs/providers
 */
export class TopographProvider {
  /** AWS, whose API must be open to Topograph's service account: `ec2:DescribeInstanceTopology`. */
  public static aws(): TopographProvider {
    return new TopographProvider('aws', true);
  }

  /** Google Cloud, whose API must be open to Topograph's service account: `compute.instances.list`. */
  public static gcp(): TopographProvider {
    return new TopographProvider('gcp', true);
  }

  /** Oracle Cloud, whose API must be open to Topograph: `inspect dedicated-vm-hosts`. */
  public static oci(): TopographProvider {
    return new TopographProvider('oci', true);
  }

  /** Nebius, with a Secret that holds `credentials.yaml`, in Topograph's namespace. */
  public static nebius(credentials: ISecret): TopographProvider {
    return new TopographProvider('nebius', true, {}, credentials);
  }

  /** NVIDIA NetQ, for Spectrum-X networks and NVLink racks. */
  public static netQ(options: NetQOptions): TopographProvider {
    return new TopographProvider('netq', true, { apiUrl: options.url }, options.credentials);
  }

  /** The InfiniBand switches themselves: privileged pods on every node look at them. */
  public static infiniband(options: TopographInfinibandOptions = {}): TopographProvider {
    const accelerator = options.acceleratorLabel === undefined ? {} : { accelerator: { source: 'kubernetes-label', kubernetesLabel: { key: options.acceleratorLabel } } };
    return new TopographProvider('infiniband-k8s', true, accelerator);
  }

  /**
   * A label of Kubernetes nodes that names their NVLink domain. It knows nothing of the network between the domains.
   *
   * @param label e.g. `nvidia.com/gpu.clique`, which the GPU Operator writes where NVLink joins nodes
   */
  public static nodeLabel(label: string = 'nvidia.com/gpu.clique'): TopographProvider {
    return new TopographProvider('dra', false, { accelerator: { source: 'kubernetes-label', kubernetesLabel: { key: label } } });
  }

  /** @internal */
  public readonly _name: string;
  /** @internal Whether it tells switches, and not only NVLink domains. */
  public readonly _knowsSwitches: boolean;
  /** @internal */
  public readonly _params: { [key: string]: unknown };
  /** @internal */
  public readonly _credentials?: ISecret;

  private constructor(name: string, knowsSwitches: boolean, params: { [key: string]: unknown } = {}, credentials?: ISecret) {
    this._name = name;
    this._knowsSwitches = knowsSwitches;
    this._params = params;
    this._credentials = credentials;
  }

  /** @internal */
  public _problems(): Problem[] {
    const url = this._params.apiUrl;
    return typeof url !== 'string' || /^https?:\/\/\S+$/.test(url) ? [] : [{
      id: 'INST-024', what: `'${url}' is no address of a NetQ server`, fix: "use e.g. 'https://netq.example.com'",
    }];
  }
}

checksArguments(TopographProvider, 'TopographProvider');
