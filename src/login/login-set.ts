import { Lazy } from 'cdk8s';
import { IStorage } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { authorizedKeyProblems } from './authorized-keys';
import { LoginSetOptions } from './login-set-options';
import { sshdProblems } from './sshd-config';
import { textHash } from '../auth/content-hash';
import { SlurmComponent } from '../cluster/images';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { PodAdditions } from '../containers/container-setup';
import { Problem, refuseAll } from '../errors/refuse';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';
import { daemonContainer, sidecarContainer } from '../pods/daemon-container';
import { podTemplate, resourceMetadata } from '../pods/pod-template';
import { serviceSpec } from '../pods/service';
import * as slinky from '../slinky';
import type { MountOptions } from '../storage';
import { loginMounts } from '../storage/mount-paths';
import { Mounts } from '../storage/mounts';

/** Properties of login hosts. */
export interface LoginSetProps extends LoginSetOptions {
  /** The cluster that users submit their jobs to. */
  readonly cluster: SlurmCluster;
}

/**
 * Hosts with the Slurm commands that users log in to over ssh. They see all shared file systems of the cluster, and SSSD knows its users.
 *
 * @see https://slurm.schedmd.com/sackd.html
 */
export class LoginSet extends Construct {
  /** Name of the hosts' objects in Kubernetes, and of the Service that users reach them by. */
  public readonly name: string;

  /** The LoginSet resource. */
  public readonly resource: slinky.LoginSet;

  private readonly cluster: SlurmCluster;
  private readonly options: LoginSetOptions;
  private readonly mounts: Mounts;
  private readonly containers: PodAdditions;

  public constructor(scope: Construct, id: string, props: LoginSetProps) {
    super(scope, id);
    refuseOtherKinds(this, 'LoginSetProps', props);
    this.cluster = props.cluster;
    this.containers = props.cluster._containers.login(this, props.image ?? props.cluster._images.own(SlurmComponent.LOGIN));
    this.options = this.containers.privileged ? { ...props, securityContext: { ...props.securityContext, privileged: true } } : props;
    this.name = `${props.cluster.name}-login-${props.loginSetName ?? id}`;
    refuseAll(this, [...nameProblems(this.name), ...optionProblems(props)]);
    this.mounts = new Mounts(this, loginMounts);
    for (const fileSystem of props.cluster._sharedFileSystems) {
      this.mounts.addShared(fileSystem);
    }
    const identity = props.cluster._identity;
    for (const volume of identity.volumes) {
      this.mounts.addRaw(volume, identity.volumeMounts.find(mount => mount.name === volume.name));
    }
    this.containers.volumes.forEach(({ volume, mount }) => this.mounts.addRaw(volume, mount));
    // Rendered once early, so that what these options alone can tell is told at the user's line.
    this.spec();
    this.resource = new slinky.LoginSet(this, 'Resource', {
      metadata: resourceMetadata(this.name, props),
      spec: Lazy.any({ produce: () => this.spec() }),
    });
    this.resource.addDependency(
      props.cluster.controller, ...identity.dependencies, ...props.cluster._sharedFileSystems.flatMap(({ dependencies }) => dependencies),
      ...this.containers.dependencies,
    );
  }

  /**
   * Mounts a volume in every login host.
   *
   * @param path where users see it
   */
  public mount(path: string, storage: IStorage, options: MountOptions = {}): void {
    this.mounts.add(path, storage, options);
  }

  private spec(): slinky.LoginSetSpec {
    const { cluster, options, mounts } = this;
    const identity = cluster._identity;
    const service = serviceSpec(this, options.service);
    return {
      controllerRef: { name: cluster.name },
      replicas: options.replicas ?? 1,
      login: daemonContainer(this, cluster, SlurmComponent.LOGIN, options, { volumeMounts: mounts.volumeMounts }),
      initconf: sidecarContainer(cluster),
      template: podTemplate(this, cluster, options, {
        volumes: mounts.volumes,
        initContainers: [...identity.initContainers, ...this.containers.initContainers],
        annotations: this.annotations(),
      }),
      rootSshAuthorizedKeys: lines(options.rootSshAuthorizedKeys),
      extraSshdConfig: lines([...identity.extraSshdConfig, ...options.extraSshdConfig ?? []]),
      sssdConfRef: identity.sssdConfRef,
      strategy: options.strategy?._toKube(),
      service: { ...service, spec: { type: 'ClusterIP', ...service?.spec } },
    };
  }

  private annotations(): { [key: string]: string } | undefined {
    const keys = lines(this.options.rootSshAuthorizedKeys);
    // slurm-operator 1.2 does not roll the pods when these change, and a file mounted by subPath never does.
    return keys === undefined ? undefined : { 'slurm-constructs/root-keys-hash': textHash(keys, 16) };
  }
}

checksArguments(LoginSet, 'LoginSet');

function lines(list: string[] | undefined): string | undefined {
  return list?.length ? `${list.join('\n')}\n` : undefined;
}

function nameProblems(name: string): Problem[] {
  return /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) ? [] : [{
    id: 'LOGIN-001',
    what: `login hosts would be named '${name}' (${name.length} characters), and Kubernetes takes up to 63 of a-z, 0-9 and '-' for a Service`,
    fix: "choose an id, or a 'loginSetName', such as 'login'",
  }];
}

function optionProblems(props: LoginSetProps): Problem[] {
  const problems: Problem[] = [];
  const { replicas, env, containerTemplate } = props;
  if (replicas !== undefined && (!Number.isInteger(replicas) || replicas < 0)) {
    problems.push({ id: 'LOGIN-002', what: `'replicas' is ${replicas}, and login hosts are counted in whole numbers from 0`, fix: 'use a number such as 2' });
  }
  if (env?.SACKD_OPTIONS !== undefined || containerTemplate?.env?.some(variable => variable.name === 'SACKD_OPTIONS')) {
    problems.push({
      id: 'LOGIN-003',
      what: "'SACKD_OPTIONS' is set, which replaces the --conf-server option that slurm-operator passes in it: sackd would find no slurmctld",
      fix: 'leave it out',
    });
  }
  const identity = props.cluster._identity;
  problems.push(...authorizedKeyProblems('rootSshAuthorizedKeys', props.rootSshAuthorizedKeys ?? []));
  problems.push(...sshdProblems(props.extraSshdConfig ?? [], {
    port: containerTemplate?.ports?.find(port => port.name === 'login')?.containerPort ?? 22,
    keysFromIdentity: identity.extraSshdConfig.length > 0,
    offersSshKeys: identity.offersSshKeys,
    writtenFirst: ['usepam', 'x11forwarding'],
  }));
  return problems;
}
