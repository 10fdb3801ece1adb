import { modelFromObjects } from '../../src/model/from-objects';
import { accounting, controller, core, nodeSet, Plain, restApi } from '../../test/model/slinky-objects';
import type { AuthoredObject } from '../declared-manifests';
import { eventually, KubeObject } from '../kube-api';
import { CommandOutput, RealCluster } from '../real-cluster';
import { makeNamespaces, makeReferencedObjects } from '../referenced-objects';
import { SlurmOperator } from '../slurm-operator';
import { SlurmRestStandIn } from '../slurm-rest-stand-in';

const LOOKS_BETWEEN_CALLS = 20;

/** What stands around a trap. */
export interface Surroundings {
  readonly cluster: RealCluster;
  readonly operator: SlurmOperator;
  readonly slurmRest: SlurmRestStandIn;
}

/** Where one trap is tried: a namespace and a Controller of its own, so that traps do not meet each other. */
export class TrapBed {
  /** Name of the Controller, and of what belongs to it. */
  public readonly name: string;
  public readonly namespace: string;
  /** How the apply of the trap's manifests ended. */
  public applied: CommandOutput = { code: 0, stdout: '', stderr: '' };

  /** @param surroundings without which there is nothing to apply to, and the manifests can only be looked at */
  constructor(number: number, private readonly surroundings?: Surroundings) {
    this.name = `t${number}`;
    this.namespace = `trap-${number}`;
  }

  public get cluster(): RealCluster {
    return this.present.cluster;
  }

  public get operator(): SlurmOperator {
    return this.present.operator;
  }

  /** What answers for the slurmrestd of the namespace. */
  public get rest(): SlurmRestStandIn {
    return this.present.slurmRest;
  }

  /** Keeps the slurmrestd of the namespace from answering. */
  public silenceRest(): void {
    this.surroundings?.slurmRest.silent.add(this.name);
  }

  private get present(): Surroundings {
    if (!this.surroundings) {
      throw new Error('there is no cluster to try the trap in');
    }
    return this.surroundings;
  }

  public controller(spec: Plain = {}): AuthoredObject {
    return authored(controller(spec, this.name, this.namespace));
  }

  public nodeSet(spec: Plain = {}, name: string = 'slurm-worker-cpu'): AuthoredObject {
    return authored(nodeSet({ controllerRef: { name: this.name }, replicas: 1, ...spec }, name, this.namespace));
  }

  public restApi(): AuthoredObject {
    return authored(restApi({ controllerRef: { name: this.name } }, this.name, this.namespace));
  }

  public accounting(spec: Plain = {}): AuthoredObject {
    return authored(accounting(spec, this.name, this.namespace));
  }

  public configMap(name: string, data: { [file: string]: string }): AuthoredObject {
    return authored(core('ConfigMap', name, { data }, this.namespace));
  }

  public async apply(objects: AuthoredObject[], words: string[] = ['--server-side']): Promise<CommandOutput> {
    await makeNamespaces(this.cluster.api, objects);
    await makeReferencedObjects(this.cluster.api, objects);
    this.applied = await this.cluster.kubectl(['apply', '--filename=-', ...words], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    return this.applied;
  }

  /** Path of something in the namespace: `configmaps/x`, `apps/v1/statefulsets/y`. */
  public path(place: string): string {
    const parts = place.split('/');
    const kind = parts.splice(-2).join('/');
    return `${parts.length === 0 ? '/api/v1' : `/apis/${parts.join('/')}`}/namespaces/${this.namespace}/${kind}`;
  }

  public async find(place: string): Promise<KubeObject | undefined> {
    return this.cluster.api.find(this.path(place));
  }

  public async comes(place: string): Promise<KubeObject> {
    return eventually(`${this.namespace}/${place}`, async () => this.find(place), 20);
  }

  /** slurm.conf as soon as it says something. */
  public async slurmConf(words: string = '### GENERAL ###'): Promise<string> {
    return eventually(`'${words}' in slurm.conf of ${this.name}`, async () => {
      const text = (await this.find(`configmaps/${this.name}-config`))?.data['slurm.conf'];
      return text?.includes(words) && text;
    }, 20);
  }

  /** Pods of a NodeSet as soon as there are so many. */
  public async pods(count: number, nodeSetName: string = 'slurm-worker-cpu'): Promise<KubeObject[]> {
    return this.called(nodeSetName, `${count} pods of ${nodeSetName}`, async () => {
      const found = await this.podsNow(nodeSetName);
      return found.length === count && found;
    });
  }

  /** Waits for what the operator does when it looks at a NodeSet: every 30 seconds, or when it is called by a change of a pod. */
  public async called<T>(nodeSetName: string, what: string, look: () => Promise<T | undefined | false>): Promise<T> {
    let looks = 0;
    return eventually(what, async () => {
      if (++looks % LOOKS_BETWEEN_CALLS === 0) {
        const pods = await this.podsNow(nodeSetName);
        await Promise.all(pods.map(async ({ metadata }) => this.cluster.api.merge(this.path(`pods/${metadata.name}`), { metadata: { annotations: { called: String(looks) } } })));
      }
      return look();
    }, 75);
  }

  public async podsNow(nodeSetName: string = 'slurm-worker-cpu'): Promise<KubeObject[]> {
    const pods = await this.cluster.api.list(`/api/v1/namespaces/${this.namespace}/pods?labelSelector=app.kubernetes.io/instance=${nodeSetName}`);
    return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  /** Waits until the manager has logged something about the namespace. */
  public async logs(words: string): Promise<void> {
    await eventually(`'${words}' in the log of the manager`, async () => this.operator.log.split('\n').some(line => line.includes(words) && line.includes(`"${this.namespace}"`)), 20);
  }
}

/** The last value of a scalar key: the one that slurmctld takes. */
export function effective(slurmConf: string, key: string): string | undefined {
  return slurmConf.split('\n').filter(line => line.toLowerCase().startsWith(`${key.toLowerCase()}=`)).at(-1)?.slice(key.length + 1);
}

/** The slurmd container of a worker pod. */
export function slurmd(pod: KubeObject): KubeObject {
  return pod.spec.containers.find(({ name }: { name: string }) => name === 'slurmd');
}

/** slurm.conf that the model predicts for objects. */
export function predictedSlurmConf(objects: unknown[]): string {
  return modelFromObjects(objects.map(object => ({ object }))).clusters[0].slurmConf.text;
}

function authored(object: Plain): AuthoredObject {
  return object as unknown as AuthoredObject;
}
