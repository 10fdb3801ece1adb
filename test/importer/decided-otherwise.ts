import { Change } from '../real-clusters/normalize';
import { IS_THERE, time } from '../real-clusters/slurm-text';

/** Places in which any import may differ from what the chart renders, and why. The reasons stand in test/real-clusters/design-differences.ts at length. */
const decided: readonly { readonly why: string; readonly place: RegExp; readonly change?: (change: Change) => boolean }[] = [
  { why: 'the namespace comes along', place: /^Namespace\// },
  { why: 'keys are made in the cluster', place: /^(?:Job|Role|RoleBinding|ServiceAccount)\/\S+-auth-keys$|^Secret\/\S+-auth-(?:jwt|slurm)$/ },
  { why: 'a changed configuration is taken over in place', place: /^Controller\/\S+ spec\.(?:inplaceReconfigure$|reconfigure\.)/ },
  { why: 'a digest where it is not', place: /^Controller\/\S+ spec\.template\.metadata\.annotations\[slurm-constructs\/config-digest\]/ },
  { why: 'images name a patch release', place: / spec\.\w+\.image$/, change: ({ chart, ours }) => /:26\.05-ubuntu26\.04$|alpine:latest$/.test(chart ?? '') && /:26\.05\.1-ubuntu26\.04$|alpine:\d/.test(ours ?? '') },
  { why: 'one image for all log readers', place: /\.(?:logfile|initconf)\.image$/ },
  { why: 'devices are isolated', place: /^Controller\/\S+ spec\.extraConf\.(?:GresTypes|ProctrackType|PrologFlags|PropagateResourceLimitsExcept|TaskPlugin|AccountingStorageTRES|MaxNodeCount)$/, change: ({ chart }) => chart === undefined },
  { why: 'files that GPUs need', place: /^ConfigMap\/\S+-config-extra(?: data\[(?:cgroup|gres)\.conf\].*| apiVersion| metadata\.namespace)?$|spec\.configFileRefs\[\S+-config-extra\]/, change: ({ chart }) => chart === undefined },
  { why: 'a partition takes jobs, and one is the default', place: /extraConf\[PartitionName=\S+\]\.(?:Default|Nodes)$|spec\.partition\.(?:enabled$|config\.)/ },
  { why: 'shared memory of workers with GPUs', place: /\[\/dev\/shm\]\.name$|volumes\[shm\]\.emptyDir/, change: ({ chart }) => chart === undefined },
  { why: 'tolerations that belong to workers', place: /^NodeSet\/\S+ spec\.template\.spec\.tolerations\[(?:nodeset\.slinky|node\.kubernetes\.io|nvidia\.com\/gpu)/, change: ({ chart }) => chart === undefined },
  { why: 'replicas mean nothing to a DaemonSet', place: /^NodeSet\/\S+ spec\.replicas$/, change: ({ ours }) => ours === undefined },
  { why: 'memory for jobs', place: /env\[POD_MEMORY\]\.value$/, change: ({ chart }) => chart === undefined },
  { why: 'keys roll login hosts', place: /annotations\[slurm-constructs\/root-keys-hash\]$/ },
  { why: 'sssd.conf rolls hosts', place: /annotations\[slurm-constructs\/sssd-conf-hash\]$/ },
  { why: 'scripts of DCGM lie with all others, and only where there are GPUs', place: /(?:prolog|epilog)-(?:dcgm|scripts)|ScriptRefs\[\S+-(?:prolog|epilog)-(?:dcgm|scripts)\]|dcgm-job-mapping|job-mapping\]/ },
  { why: 'two pods of slurmrestd have a budget, one has none', place: /^PodDisruptionBudget\// },
  { why: 'an existing claim needs no size', place: /spec\.persistence\.(?:accessModes|resources)/, change: ({ ours }) => ours === undefined },
  { why: 'the key of the Secret with sssd.conf', place: /^Secret\/\S+-sssd-conf/ },
  { why: 'what Kubernetes does without a word', place: / spec\.template\.spec\.dnsPolicy$/, change: ({ chart }) => chart === 'ClusterFirst' },
  { why: 'Slurm runs on Linux', place: / spec\.template\.spec\.nodeSelector\[kubernetes\.io\/os\]$/, change: ({ chart, ours }) => chart === undefined && ours === 'linux' },
  { why: 'a line of what is so anyway', place: /spec\.partition\.config$/, change: ({ chart, ours }) => chart === IS_THERE && ours === undefined },
  { why: 'all objects are in the namespace', place: /^ConfigMap\/extra metadata\.namespace$/ },
  { why: 'ClusterIP is what Kubernetes makes of no type', place: / spec\.service\.spec\.type$/, change: ({ chart, ours }) => chart === 'ClusterIP' && ours === undefined },
  { why: 'the same list in another order', place: /extraConf\.Licenses$/, change: ({ chart, ours }) => sorted(chart) === sorted(ours) },
  { why: 'the same time in another form', place: /extraConf\.PriorityDecayHalfLife$/, change: ({ chart, ours }) => chart !== undefined && time(chart) === time(ours ?? '') },
  { why: 'the same time in another form', place: /serviceMonitor\.(?:interval|scrapeTimeout)$/, change: ({ chart, ours }) => chart === '1m' && ours === '60s' },
  { why: 'a line end', place: /ssh\.extraSshdConfig$/, change: ({ chart, ours }) => chart?.trim() === ours?.trim() },
];

function sorted(list: string | undefined): string {
  return (list ?? '').split(',').sort().join(',');
}

/** What differs without a reason that is known. */
export function unexplained(found: { readonly [place: string]: Change }): { [place: string]: Change } {
  const isDecided = ([place, change]: [string, Change]): boolean => decided.some(each => each.place.test(place) && (each.change?.(change) ?? true));
  return Object.fromEntries(Object.entries(found).filter(entry => !isDecided(entry)));
}
