import { Yaml } from 'cdk8s';
import { ContainerCluster, noAdditions, PodAdditions } from './container-setup';
import { NodeStorage } from './node-storage';
import { ConfLine } from '../cluster/controller-conf';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import { KeywordTable } from '../slurm/catalog';
import { renderFields } from '../slurm/record-line';
import { mountPathProblems } from '../storage/mount-paths';

/** Mounts of a job's own. */
export interface JobNamespaceOptions {
  /**
   * Directories that every job has for itself and that are gone with it. `/dev/shm` is memory of the job; the others lie in `storage`.
   *
   * @default ['/tmp', '/dev/shm']
   */
  readonly directories?: string[];

  /** Where the directories lie. @default NodeStorage.disk() */
  readonly storage?: NodeStorage;

  /** Program of the worker image that runs as root before the mounts are made, e.g. to make directories. @default - none */
  readonly initScript?: string;

  /** Whether mounts that a job makes, and automounts, pass between it and the node. @default false */
  readonly shared?: boolean;
}

/** Mounts and processes of a job's own. */
export interface LinuxNamespaceOptions extends JobNamespaceOptions {
  /** Whether a job sees its own processes alone. @default false */
  readonly privateProcesses?: boolean;
}

interface NamespaceSetup {
  readonly name: string;
  readonly plugin: string;
  readonly options: JobNamespaceOptions;
  readonly file: { readonly name: string; readonly text: string };
}

/** Where the directories of jobs lie in a worker. */
const baseDirectory = '/var/lib/job-namespaces';

const defaultDirectories = ['/tmp', '/dev/shm'];

/**
 * A private /tmp and /dev/shm for every job, so that nothing is left behind and nobody sees the files of others.
 *
 * @see https://slurm.schedmd.com/namespace.html
 */
export class JobNamespaces {
  /** Private directories. Slurm: `NamespaceType=namespace/tmpfs`. */
  public static tmpfs(options: JobNamespaceOptions = {}): JobNamespaces {
    const fields = [
      ['BasePath', baseDirectory],
      ['AutoBasePath', 'true'],
      ['Dirs', directoriesOf(options).join(',')],
      ...options.initScript === undefined ? [] : [['InitScript', options.initScript]],
      ...options.shared === undefined ? [] : [['Shared', String(options.shared)]],
    ];
    return new JobNamespaces({
      name: 'JobNamespaces.tmpfs',
      plugin: 'namespace/tmpfs',
      options,
      // One line: slurmd does not know all keys by themselves.
      file: { name: 'job_container.conf', text: `${renderFields(KeywordTable.JOB_CONTAINER_CONF, fields.map(([key, value]) => ({ key, value }))).text}\n` },
    });
  }

  /** Private directories and, on request, processes, by namespaces of the kernel. Needs cgroup v2. Slurm: `NamespaceType=namespace/linux`. */
  public static linux(options: LinuxNamespaceOptions = {}): JobNamespaces {
    return new JobNamespaces({
      name: 'JobNamespaces.linux',
      plugin: 'namespace/linux',
      options,
      file: {
        name: 'namespace.yaml',
        text: Yaml.stringify({
          defaults: {
            auto_base_path: true,
            base_path: baseDirectory,
            dirs: directoriesOf(options).join(','),
            ...options.initScript === undefined ? {} : { init_script: options.initScript },
            ...options.privateProcesses ? { clone_ns_flags: ['CLONE_NEWPID'] } : {},
            ...options.shared === undefined ? {} : { shared: options.shared },
          },
        }),
      },
    });
  }

  private constructor(private readonly setup: NamespaceSetup) {}

  /** @internal As the user wrote it. */
  public get _name(): string {
    return this.setup.name;
  }

  /** @internal */
  public get _conf(): ConfLine[] {
    return [{ key: 'NamespaceType', value: this.setup.plugin }, { key: 'PrologFlags', value: 'Contain' }];
  }

  /** @internal */
  public get _configFiles(): { readonly [file: string]: string } {
    return { [this.setup.file.name]: this.setup.file.text };
  }

  /** @internal */
  public get _directories(): string[] {
    return directoriesOf(this.setup.options);
  }

  /** @internal */
  public _problems(): Problem[] {
    const { options, name } = this.setup;
    const storage = options.storage ?? NodeStorage.disk();
    const directories = this._directories;
    const odd = directories.find(directory => mountPathProblems(directory).length > 0 || /,/.test(directory) || baseDirectory.startsWith(`${directory}/`));
    return [
      ...storage._isNone || storage._isOfMachine ? [{
        id: 'JNS-001',
        what: `'storage' of ${name} is ${storage._isNone ? 'none' : 'a directory of the machine, where what a crashed worker leaves behind stays, and two workers of a machine would meet'}`,
        fix: 'use NodeStorage.disk(), NodeStorage.memory(...) or NodeStorage.claim(...)',
      }] : storage._problems,
      ...odd === undefined && directories.length > 0 ? [] : [{
        id: 'JNS-002', what: `${odd === undefined ? "'directories' is empty" : `'${odd}' of 'directories' is no directory that a job can have for itself`}`, fix: "use e.g. ['/tmp', '/dev/shm']",
      }],
      ...options.initScript === undefined || /^\/[A-Za-z0-9._/-]+$/.test(options.initScript) ? [] : [{
        id: 'JNS-003', what: `'initScript' is '${options.initScript}', and slurmd wants the absolute path of a program of the worker image`, fix: "use e.g. '/usr/local/sbin/job-init'",
      }],
    ];
  }

  /** @internal */
  public _worker(_cluster: ContainerCluster): PodAdditions {
    const storage = this.setup.options.storage ?? NodeStorage.disk();
    return {
      ...noAdditions,
      volumes: [{ volume: storage._volume('job-namespaces'), mount: { name: 'job-namespaces', mountPath: baseDirectory } }],
      memory: storage._memory ? [storage._memory] : [],
    };
  }
}

checksArguments(JobNamespaces, 'JobNamespaces');

function directoriesOf({ directories }: JobNamespaceOptions): string[] {
  return directories ?? defaultDirectories;
}
