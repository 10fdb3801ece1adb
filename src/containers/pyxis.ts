import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { PyxisOptions } from './container-options';
import { ContainerCluster, ContainerHost, ContainerSetup, openVolumes, PodAdditions, PodVolume } from './container-setup';
import { credentialsDirectory, enrootConf, enrootProblems, imageDirectory } from './enroot-conf';
import { NodeStorage } from './node-storage';
import { contentHash } from '../auth/content-hash';
import { secretProblems } from '../auth/secret-ref';
import { Problem } from '../errors/refuse';

/** Where the images look for plugins of their own. */
const pluginDirectory = '/usr/share/pyxis';

/** Containers by Pyxis, a plugin of Slurm, and Enroot. */
export function pyxis(options: PyxisOptions): ContainerSetup {
  const storage = options.storage ?? NodeStorage.disk();
  return {
    name: 'JobContainers.pyxis',
    imageSuffix: '-pyxis',
    storage,
    // A pattern, since slurmctld reads this file too and stops at a file that it does not have.
    configFiles: { 'plugstack.conf': [...options.otherPlugins ?? [], `include ${pluginDirectory}/*`].map(line => `${line}\n`).join('') },
    problems: namespace => problems(options, namespace),
    bind: cluster => bind(options, cluster),
  };
}

/** The line that loads Pyxis. Without a folder Slurm looks among its own plugins, wherever an image has them. */
export function pyxisConf(options: PyxisOptions): string {
  const words = [
    // Pyxis' own default, /run/pyxis, is on the root file system of the pod, and squash files of images go there.
    `runtime_path=${imageDirectory}/pyxis`,
    ...options.scope === undefined ? [] : [`container_scope=${options.scope}`],
    ...flag('sbatch_support', options.sbatchSupport),
    ...flag('execute_entrypoint', options.executeEntrypoint),
    ...flag('use_squashfuse', options.useSquashfuse),
    ...options.importer === undefined ? [] : [`importer=${options.importer}`],
  ];
  return `required spank_pyxis.so ${words.join(' ')}\n`;
}

function flag(name: string, value: boolean | undefined): string[] {
  return value === undefined ? [] : [`${name}=${value ? 1 : 0}`];
}

function bind(options: PyxisOptions, cluster: ContainerCluster) {
  const files = new ApiObject(cluster.construct, 'JobContainers', {
    apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${cluster.name}-pyxis` }, data: { 'pyxis.conf': pyxisConf(options), 'enroot.conf': enrootConf(options) },
  });
  const plugin = directory('pyxis-conf', pluginDirectory, { configMap: { name: files.name, items: [{ key: 'pyxis.conf', path: 'pyxis.conf' }] } });
  const conf = directory('enroot-conf', '/etc/enroot/enroot.conf.d', { configMap: { name: files.name, items: [{ key: 'enroot.conf', path: '50-cluster.conf' }] } });
  const secret = options.registryCredentials;
  // Jobs run as their users, who must be able to read it.
  const credentials = secret ? [directory('enroot-registries', credentialsDirectory, {
    secret: { secretName: secret.secret.name, items: [{ key: secret.key, path: '.credentials' }], defaultMode: 0o444 },
  })] : [];
  const images = (storage: NodeStorage): PodVolume => ({ volume: storage._volume('enroot'), mount: { name: 'enroot', mountPath: imageDirectory } });
  const opened = openVolumes('job-containers', cluster, [{ name: 'enroot', mountPath: imageDirectory }]);
  const dependencies: IConstruct[] = [files, ...secret ? [secret.secret] : []];
  return {
    worker: (host: ContainerHost): PodAdditions => {
      const single = singleFiles(options, cluster, host);
      return {
        volumes: [images(host.storage), plugin, conf, ...credentials, ...single?.volumes ?? []],
        initContainers: [opened],
        memory: host.storage._memory ? [host.storage._memory] : [],
        dependencies: [...dependencies, ...single ? [single.configMap] : []],
        privileged: false,
      };
    },
    login: (): PodAdditions => options.importOnLogins
      ? { volumes: [images(NodeStorage.disk()), plugin, conf, ...credentials], initContainers: [opened], memory: [], dependencies, privileged: true }
      : { volumes: [plugin], initContainers: [], memory: [], dependencies: [files], privileged: false },
  };
}

function directory(name: string, mountPath: string, source: Omit<k8s.Volume, 'name'>): PodVolume {
  return { volume: { name, ...source }, mount: { name, mountPath, readOnly: true } };
}

/** Files beside those of the image. Mounted by themselves, they do not follow their ConfigMap: another text is another name, which rolls the workers. */
function singleFiles(options: PyxisOptions, cluster: ContainerCluster, host: ContainerHost): { configMap: ApiObject; volumes: PodVolume[] } | undefined {
  const hooks = Object.entries(options.hooks ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  const data: { [file: string]: string } = Object.fromEntries(hooks.map(([name, script]) => [name, script._text()]));
  const places = hooks.map(([name]) => ({ file: name, path: `/etc/enroot/hooks.d/${name}` }));
  if (host.paths.length > 0) {
    data['cluster.fstab'] = fstab(host.paths);
    places.push({ file: 'cluster.fstab', path: '/etc/enroot/mounts.d/50-cluster.fstab' });
  }
  if (places.length === 0) {
    return undefined;
  }
  const configMap = new ApiObject(host.construct, 'EnrootFiles', {
    apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${cluster.name}-enroot-${host.name}-${contentHash(data)}` }, data,
  });
  const volume: k8s.Volume = { name: 'enroot-files', configMap: { name: configMap.name, defaultMode: 0o755 } };
  return { configMap, volumes: places.map(({ file, path }) => ({ volume, mount: { name: volume.name, mountPath: path, subPath: file, readOnly: true } })) };
}

// What a machine does not have is left out without a word: a container may start all the same.
function fstab(paths: string[]): string {
  return [...new Set(paths)].sort().map(path => `${path} ${path} none x-create=auto,rbind,nosuid,nofail,silent,rslave 0 -1\n`).join('');
}

function problems(options: PyxisOptions, namespace: string): Problem[] {
  const found = enrootProblems(options);
  if (options.importer !== undefined && !/^\/[A-Za-z0-9._/-]+$/.test(options.importer)) {
    found.push({ id: 'CTR-014', what: `'importer' is '${options.importer}', and Pyxis wants the absolute path of a program of the worker image`, fix: "use e.g. '/usr/local/bin/import-image'" });
  }
  for (const [name, script] of Object.entries(options.hooks ?? {})) {
    found.push(...script._problems(name));
    if (!/^[0-9]{2}-[A-Za-z0-9._-]+\.sh$/.test(name)) {
      found.push({ id: 'CTR-015', what: `'${name}' of 'hooks' is no name of a hook: Enroot runs files <two digits>-<name>.sh in their order`, fix: "use e.g. '50-licences.sh'" });
    }
  }
  for (const line of options.otherPlugins ?? []) {
    if (!/^(required|optional|include)\s+\S+[^\n\r]*$/.test(line)) {
      found.push({ id: 'CTR-016', what: `'${line}' of 'otherPlugins' is no line that Slurm understands in plugstack.conf`, fix: "use e.g. 'optional lua.so /etc/slurm/lua.d/*.lua'" });
    } else if (/^required\s/.test(line)) {
      found.push({
        id: 'CTR-017',
        what: `'${line}' of 'otherPlugins' is required of every daemon that reads plugstack.conf, also where images do not hold the plugin`,
        fix: "use 'optional', or 'include' with a pattern",
      });
    }
  }
  const secret = options.registryCredentials;
  return [...found, ...secret ? secretProblems(secret, { ruleId: 'CTR-018', prop: 'registryCredentials', namespace, exampleKey: 'credentials' }) : []];
}
