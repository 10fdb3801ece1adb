import { LintSeverity } from '../../../../slurm/finding';
import { Hostlist } from '../../../../slurm/hostlist';
import { nodeConfValues } from '../../../node-conf';
import { RuleFinding } from '../../../rule';
import { includesFiles } from '../../../slurm-text';
import { ClusterCheck } from '../cluster-check';
import { GresFile, gresFile, GresLine, gresScopes } from '../gres-lines';

const SHARING = ['mps', 'shard'];

const ENVIRONMENTS = ['amd_gpu_env', 'intel_gpu_env', 'nvidia_gpu_env', 'opencl_env'];

/** Checks of single lines of gres.conf, and of lines that contradict each other. */
export const GRES_CONF: readonly ClusterCheck[] = [
  mixed('GRES-009', 'lines of gres.conf for one GRES all have a Type, or none', 'Type', ({ type }) => type !== undefined),
  mixed('GRES-010', 'lines of gres.conf for one GRES all have a File, or none', 'File', ({ file, multipleFiles }) => (file ?? multipleFiles) !== undefined),
  eachLine('GRES-011', LintSeverity.ERROR, 'Count in gres.conf is the number of files', ({ name, count, fileCount }) =>
    count === undefined || fileCount === 0 || count === fileCount || SHARING.includes(name ?? '') ? undefined : {
      message: `Count=${count} but File names ${fileCount}: slurmd exits`,
      fix: 'leave Count out where File is given',
    }),
  eachLine('GRES-012', LintSeverity.ERROR, 'devices are made of one file or of several', ({ file, multipleFiles }) =>
    file === undefined || multipleFiles === undefined ? undefined : { message: `File=${file} and MultipleFiles=${multipleFiles} on one line: slurmd exits`, fix: 'keep one of them' }),
  eachLine('GRES-013', LintSeverity.ERROR, 'MultipleFiles names several', ({ multipleFiles }) =>
    multipleFiles === undefined || (Hostlist.parse(multipleFiles).value?.count ?? 2) > 1 ? undefined : { message: `MultipleFiles=${multipleFiles} is one file: slurmd exits`, fix: `write File=${multipleFiles}` }),
  {
    id: 'GRES-014',
    severity: LintSeverity.ERROR,
    title: 'no device file stands on two lines of a node',
    find: cluster => withFile(gresFile(cluster), ({ file, lines }) => gresScopes(cluster, lines).flatMap(scope => {
      const seen = new Map<string, number>();
      return scope.lines.filter(({ name }) => !SHARING.includes(name ?? '')).flatMap(({ file: device, line }) => (device === undefined ? [] : Hostlist.parse(device).value?.expand() ?? []).flatMap(path => {
        const earlier = seen.get(path);
        seen.set(path, line);
        return earlier === undefined ? [] : [inFile(file.configMap.ref, `line ${line}: ${path} stands on line ${earlier} already: slurmd exits`, 'name each device file once')];
      }));
    })),
  },
  {
    id: 'GRES-020',
    severity: LintSeverity.WARNING,
    title: 'GRES of gres.conf are listed in GresTypes',
    find: cluster => withFile(gresFile(cluster), ({ file, lines }) => includesFiles(cluster.controller.extraConf) ? [] : lines.flatMap(({ name, line }) => {
      const listed = cluster.settings.words('GresTypes');
      // FIT-002 tells of those that nodes have.
      const isTold = cluster.nodeSets.some(({ gpus }) => gpus.gres.some(each => each.name === name));
      return name === undefined || isTold || listed.includes(name.toLowerCase()) ? [] : [inFile(file.configMap.ref, `line ${line}: GresTypes does not list ${name}, so slurmd logs the line and skips it`, `add GresTypes=${[...listed, name].join(',')} to extraConf of the Controller`)];
    })),
  },
  {
    id: 'GRES-021',
    severity: LintSeverity.ERROR,
    title: 'cores of gres.conf are cores of the node',
    find: cluster => withFile(gresFile(cluster), ({ file, lines }) => gresScopes(cluster, lines).flatMap(scope => {
      const cpus = Number(nodeConfValues(scope.nodeSet?.conf ?? { items: [], malformed: [] }, 'CPUs', 'Procs').at(-1));
      return scope.lines.flatMap(({ cores, line }) => {
        const highest = Math.max(-1, ...(cores?.match(/\d+/g) ?? []).map(Number));
        return !(highest >= cpus) ? [] : [inFile(file.configMap.ref, `line ${line}: Cores=${cores} but nodes of '${scope.nodeSet?.slurmName}' have CPUs=${cpus}, so the highest core is ${cpus - 1} at most: the nodes become INVALID`, 'count cores from 0, not hardware threads')];
      });
    })),
  },
  eachLine('GRES-022', LintSeverity.WARNING, 'Links of gres.conf are numbers', ({ links }) =>
    links === undefined || /^-?\d+(,-?\d+)*$/.test(links) ? undefined : { message: `Links=${links} is no list of numbers, so slurmd logs and ignores it`, fix: 'write the number of links to each device, -1 for the device itself, such as -1,4,4,4' }),
  eachLine('GRES-023', LintSeverity.ERROR, 'no_gpu_env stands without other environments', ({ flags }) =>
    !flags.includes('no_gpu_env') || !flags.some(flag => ENVIRONMENTS.includes(flag)) ? undefined : { message: `Flags=${flags.join(',')} asks for an environment and for none: slurmd exits`, fix: 'remove no_gpu_env' }),
  eachLine('GRES-025', LintSeverity.WARNING, 'AutoDetect stands on a line of its own, or on one of a node', ({ name, nodes, autoDetect }) =>
    name === undefined || nodes !== undefined || autoDetect === undefined ? undefined : { message: `AutoDetect=${autoDetect} on a line with Name=${name} but no NodeName: slurmd logs and ignores it`, fix: `write AutoDetect=${autoDetect} on a line of its own` }),
  {
    id: 'GRES-031',
    severity: LintSeverity.WARNING,
    title: 'env_uuid comes with AutoDetect',
    find: cluster => withFile(gresFile(cluster), ({ file, lines }) => gresScopes(cluster, lines).flatMap(scope => scope.lines.some(detects) ? [] : scope.lines
      .filter(({ flags }) => flags.includes('env_uuid'))
      .map(({ line }) => inFile(file.configMap.ref, `line ${line}: Flags=env_uuid without AutoDetect: slurmd knows no UUID and gives indices`, 'add AutoDetect=nvml')))),
  },
  {
    id: 'GRES-032',
    severity: LintSeverity.ERROR,
    title: 'GRES without types and files stand on one line of gres.conf',
    find: cluster => withFile(gresFile(cluster), ({ file, lines }) => gresScopes(cluster, lines).flatMap(scope => {
      const bare = scope.lines.filter(({ name, type, file: device, multipleFiles }) => name !== undefined && (type ?? device ?? multipleFiles) === undefined);
      return bare.flatMap(({ name, line }, index) => {
        const earlier = bare.slice(0, index).find(each => each.name === name);
        return earlier === undefined ? [] : [inFile(file.configMap.ref, `line ${line}: ${name} stands on line ${earlier.line} already, and neither has a Type or a File: slurmd exits`, 'write one line with the whole Count')];
      });
    })),
  },
  {
    id: 'GRES-033',
    severity: LintSeverity.WARNING,
    title: 'no device of several files stands on two lines of a node',
    find: cluster => withFile(gresFile(cluster), ({ file, lines }) => gresScopes(cluster, lines).flatMap(scope => {
      const seen = new Map<string, number>();
      return scope.lines.flatMap(({ name, multipleFiles, line }) => {
        const device = multipleFiles === undefined ? undefined : `${name} ${(Hostlist.parse(multipleFiles).value?.expand() ?? [multipleFiles]).sort().join()}`;
        const earlier = device === undefined ? undefined : seen.get(device);
        if (device !== undefined) {
          seen.set(device, earlier ?? line);
        }
        return earlier === undefined ? [] : [inFile(file.configMap.ref, `line ${line}: MultipleFiles=${multipleFiles} stands on line ${earlier} already: slurmd counts two devices and gives two jobs the same one`, 'name the files of each MIG device once')];
      });
    })),
  },
];

/** What is wrong, before anybody knows where. */
export type Judgement = Pick<RuleFinding, 'message' | 'fix'>;

/** Whether a line lets slurmd find devices on its own. */
export function detects({ autoDetect }: GresLine): boolean {
  return autoDetect !== undefined && autoDetect.toLowerCase() !== 'off';
}

/** Runs over gres.conf if there is one; what several node sets share is said once. */
function withFile(file: GresFile | undefined, find: (file: GresFile) => RuleFinding[]): RuleFinding[] {
  return file === undefined ? [] : [...new Map(find(file).map(found => [`${found.subject.name} ${found.message}`, found])).values()];
}

function mixed(id: string, title: string, key: string, has: (line: GresLine) => boolean): ClusterCheck {
  return {
    id,
    severity: LintSeverity.ERROR,
    title,
    find: cluster => withFile(gresFile(cluster), ({ file, lines }) => gresScopes(cluster, lines).flatMap(scope => {
      const names = [...new Set(scope.lines.flatMap(({ name }) => name ?? []))].filter(name => !SHARING.includes(name));
      return names.flatMap(name => {
        const own = scope.lines.filter(line => line.name === name);
        const [first, other] = [own[0], own.find(line => has(line) !== has(own[0]))];
        return other === undefined ? [] : [inFile(file.configMap.ref, `line ${other.line} of Name=${name} has ${has(other) ? `a ${key}` : `no ${key}`}, but line ${first.line} has ${has(first) ? 'one' : 'none'}: slurmd exits`, `give every line of ${name} a ${key}, or none`)];
      });
    })),
  };
}

function eachLine(id: string, severity: LintSeverity, title: string, judge: (line: GresLine) => Judgement | undefined): ClusterCheck {
  return {
    id,
    severity,
    title,
    find: cluster => withFile(gresFile(cluster), ({ file, lines }) => lines.flatMap(line => {
      const judged = judge(line);
      return judged === undefined ? [] : [inFile(file.configMap.ref, `line ${line.line}: ${judged.message}`, judged.fix)];
    })),
  };
}

function inFile(subject: RuleFinding['subject'], message: string, fix: string): RuleFinding {
  return { subject, field: 'data["gres.conf"]', message, fix };
}
