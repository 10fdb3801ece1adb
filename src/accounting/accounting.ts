import { Lazy } from 'cdk8s';
import { IStorage } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { BoundDatabase } from './bound-database';
import { Database } from './database';
import { ExternalSlurmdbd, externalSlurmdbdProblems, externalSlurmdbdService, slurmdbdPort } from './external-slurmdbd';
import { slurmdbdConf } from './slurmdbd-conf-lines';
import { SlurmdbdConfSettings } from './slurmdbd-conf-settings';
import { keysOfOutsideProblem } from '../auth/auth-keys';
import { SlurmComponent } from '../cluster/images';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, problemText, refuseAll } from '../errors/refuse';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';
import { ContainerOptions, PodOptions, ServiceOptions } from '../pods';
import { daemonContainer } from '../pods/daemon-container';
import { podTemplate, resourceMetadata } from '../pods/pod-template';
import { serviceSpec } from '../pods/service';
import * as slinky from '../slinky';
import { MountOptions } from '../storage';
import { Mounts } from '../storage/mounts';

/**
 * Accounting of a cluster: slurmdbd and its database.
 *
 * @see https://slurm.schedmd.com/accounting.html
 */
export interface AccountingOptions extends PodOptions, ContainerOptions {
  /**
   * Where accounting is kept.
   *
   * @default Database.mariadb() - one MariaDB server in the cluster, without backup
   */
  readonly database?: Database;

  /**
   * A slurmdbd that runs outside Kubernetes, instead of one in the cluster. Its keys must be the cluster's, by AuthKeys.existing, and
   * nothing else can be set here.
   *
   * @default - slurmdbd runs in the cluster
   */
  readonly external?: ExternalSlurmdbd;

  /** How slurmdbd is reached from outside. @default - inside the Kubernetes cluster only */
  readonly service?: ServiceOptions;

  /** Settings of slurmdbd.conf. @default - Slurm's own */
  readonly slurmdbdConf?: SlurmdbdConfSettings;

  /**
   * Escape hatch: lines of slurmdbd.conf that no setting can say, one `Key=Value` each, still checked.
   *
   * @default - none
   */
  readonly extraSlurmdbdConf?: string[];
}

/** Properties of accounting. */
export interface AccountingProps extends AccountingOptions {
  /** The cluster that is accounted for. */
  readonly cluster: SlurmCluster;
}

/**
 * Accounting of a cluster: slurmdbd in the cluster or outside, and its database. A cluster makes it from its `accounting` prop.
 *
 * @see https://slurm.schedmd.com/slurmdbd.html
 */
export class Accounting extends Construct {
  /** The Accounting resource itself, for patches. */
  public readonly resource: slinky.Accounting;

  /** Whether slurmdbd runs outside Kubernetes. */
  public readonly isExternal: boolean;

  private readonly external?: ExternalSlurmdbd;
  private readonly mounts: Mounts;

  public constructor(scope: Construct, id: string, props: AccountingProps) {
    super(scope, id);
    refuseOtherKinds(this, 'AccountingProps', props);
    const { cluster } = props;
    this.isExternal = props.external !== undefined;
    this.external = props.external;
    this.mounts = new Mounts(this, slurmdbdMounts);
    refuseAll(this, choiceProblems(props));
    const keys = { slurmKeyRef: cluster._keys.slurmKeyRef, jwtKeyRef: cluster._keys.jwtKeyRef, jwksKeyRef: cluster._jwksKeyRef };
    if (props.external) {
      const { host, port = slurmdbdPort } = props.external;
      this.resource = new slinky.Accounting(this, 'Resource', {
        metadata: resourceMetadata(cluster.name, props),
        spec: { ...keys, external: true, externalConfig: { host, port } },
      });
      if (cluster.isExternal) {
        externalSlurmdbdService(this, cluster, props.external);
      }
    } else {
      const database = (props.database ?? Database.mariadb())._bind(this, cluster);
      this.resource = new slinky.Accounting(this, 'Resource', {
        // slurm-operator 1.2 copies the resource's metadata to the pod, but that of the template to the StatefulSet alone.
        metadata: resourceMetadata(cluster.name, podTemplate(this, cluster, props).metadata ?? {}),
        spec: { ...keys, ...this.spec(props, database) },
      });
      this.resource.node.addDependency(...database.dependencies);
      this.node.addValidation({ validate: () => this.archiveProblems(props).map(problemText) });
    }
    this.resource.node.addDependency(...cluster._keys.dependencies);
  }

  /**
   * Mounts a volume into slurmdbd's container, for `archiveDir` or a script of yours. slurmdbd runs as user 401.
   *
   * @param path absolute path in the container
   */
  public mount(path: string, storage: IStorage, options: MountOptions = {}): void {
    refuseAll(this, this.isExternal ? [{
      id: 'ACCT-002', what: `'${path}' would be mounted into a slurmdbd that runs outside Kubernetes`, fix: 'mount it there',
    }] : []);
    this.mounts.add(path, storage, options);
  }

  /**
   * Lines of slurm.conf without which slurmctld would look for an external slurmdbd under a name that does not exist.
   *
   * @internal
   */
  public _controllerConf(): { readonly key: string; readonly value: string }[] {
    return this.external ? [
      { key: 'AccountingStorageHost', value: this.external.host },
      { key: 'AccountingStoragePort', value: String(this.external.port ?? slurmdbdPort) },
    ] : [];
  }

  private spec(props: AccountingProps, database: BoundDatabase): slinky.AccountingSpec {
    const { cluster } = props;
    const conf = slurmdbdConf(database.slurmdbdConf, props.slurmdbdConf ?? {}, props.extraSlurmdbdConf ?? [], cluster.slurmVersion);
    refuseAll(this, [...conf.problems, ...proxyProblems(database, props)]);
    database.volumes.forEach(volume => this.mounts.addRaw(volume, database.volumeMounts.find(mount => mount.name === volume.name)!));
    // Mounts may be added later, and are read when the manifests are written.
    const container = () => daemonContainer(this, cluster, SlurmComponent.SLURMDBD, props, { volumeMounts: this.mounts.volumeMounts });
    const template = () => podTemplate(this, cluster, props, { volumes: this.mounts.volumes });
    container();
    return {
      slurmdbd: Lazy.any({ produce: container }),
      template: Lazy.any({ produce: template }),
      storageConfig: {
        host: database.host,
        port: database.port,
        database: database.database,
        username: database.username,
        passwordKeyRef: database.passwordKeyRef,
      },
      extraConf: conf.lines.length > 0 ? conf.lines.join('\n') : undefined,
      service: serviceSpec(this, props.service),
    };
  }

  private archiveProblems(props: AccountingProps): Problem[] {
    const { archiveDir, archiveScript, ...settings } = props.slurmdbdConf ?? {};
    const archived = Object.entries(settings).filter(([prop, value]) => prop.startsWith('archive') && value === true).map(([prop]) => prop);
    if (archiveDir === undefined) {
      return archived.length === 0 || archiveScript !== undefined ? [] : [{
        id: 'ACCT-019',
        what: `'${archived[0]}' writes to /tmp of slurmdbd's container, which is lost with its pod`,
        fix: "mount a volume with 'mount' and name its path as 'archiveDir'",
      }];
    }
    const places = [...this.mounts.volumeMounts, ...props.containerTemplate?.volumeMounts ?? []].map(mount => mount.mountPath);
    return places.some(place => archiveDir === place || archiveDir.startsWith(`${place}/`)) ? [] : [{
      id: 'ACCT-019',
      what: `'archiveDir' is '${archiveDir}', where no volume is mounted: archives are lost with the pod, and slurmdbd stops if it may not write there`,
      fix: `mount a volume: cluster.accounting.mount('${archiveDir}', ...)`,
    }];
  }
}

checksArguments(Accounting, 'Accounting');

/** slurm-operator 1.2, `slurmdbd` container. */
const slurmdbdMounts = { daemon: 'slurmdbd', paths: ['/etc/slurm', '/run'], volumes: ['slurm-etc', 'run'] };

function choiceProblems(props: AccountingProps): Problem[] {
  if (!props.external) {
    return [];
  }
  const { cluster, external, labels, annotations, ...others } = props;
  return [
    ...externalSlurmdbdProblems(external),
    ...cluster._keys.areFromOutside ? [] : [keysOfOutsideProblem('slurmdbd')],
    ...Object.entries(others).filter(([, value]) => value !== undefined).map(([prop]) => ({
      id: 'ACCT-001',
      what: `'${prop}' is set beside 'external', and slurmdbd has no pod here that it could apply to`,
      fix: prop === 'database' ? "keep one of 'database' and 'external'" : `set it where slurmdbd runs, and drop '${prop}' or 'external' here`,
    })),
  ];
}

// A proxy such as Google's or Azure's listens in the pod; without one nothing does.
function proxyProblems(database: BoundDatabase, props: AccountingProps): Problem[] {
  const isInPod = database.host === '::1' || database.host.startsWith('127.');
  const hasCompany = (props.sidecars?.length ?? 0) + (props.initContainers?.length ?? 0) + (props.podTemplate?.spec?.containers?.length ?? 0)
    + (props.podTemplate?.spec?.initContainers?.length ?? 0) > 0;
  return isInPod && !hasCompany ? [{
    id: 'ACCT-003',
    what: `'host' of the database is '${database.host}', and nothing else runs in slurmdbd's pod to listen there`,
    fix: "add the proxy to 'sidecars' of accounting, or name the host of the server",
  }] : [];
}
