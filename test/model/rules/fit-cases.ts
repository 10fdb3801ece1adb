import { accounting, controller, core, cpuCluster, gpuCluster, gpuNodeSet, gpuSlurmd, loginSet, nodeSet, policyMap, restApi } from '../slinky-objects';
import { RuleCase } from './rule-case';

/** Cases of the rules FIT-…: of each rule at least one that it finds and one that it lets pass. */
export const FIT_CASES: readonly RuleCase[] = [
  {
    rule: 'FIT-001',
    about: 'a GPU limit without Gres',
    objects: gpuCluster({ nodeSet: { extraConf: 'Weight=1' } }),
    finds: [
      '[NodeSet slurm/slurm-worker-gpu] FIT-001: each pod gets 8 nvidia.com/gpu, but extraConf has no Gres=gpu: Slurm knows no GPU there and refuses every job that asks for one; add Gres=gpu:8 to extraConf',
    ],
  },
  {
    rule: 'FIT-001',
    about: 'MIG slices without Gres',
    objects: [nodeSet({ slurmd: gpuSlurmd({}, { 'nvidia.com/mig-1g.10gb': 2 }), extraConf: 'Gres=nic:1' })],
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] FIT-001: each pod gets 2 nvidia.com/mig-1g.10gb, but extraConf has no Gres=gpu: Slurm knows no GPU there and refuses every job that asks for one; add Gres=gpu:2 to extraConf',
    ],
  },
  {
    rule: 'FIT-001',
    about: 'a network resource of a GPU vendor',
    objects: [nodeSet({ slurmd: gpuSlurmd({}, { 'nvidia.com/sriov-rdma-vf': 16 }) })],
    finds: [],
  },
  {
    rule: 'FIT-002',
    about: 'Gres without GresTypes',
    objects: gpuCluster({ controller: { extraConf: '' } }),
    finds: [
      '[NodeSet slurm/slurm-worker-gpu] FIT-002: the nodes have Gres=gpu but GresTypes is not set, which the operator no longer does since 1.2: Slurm drops it without a word (Gres=(null)) and refuses the jobs that ask for it; add GresTypes=gpu to extraConf of the Controller',
    ],
  },
  {
    rule: 'FIT-002',
    about: 'a GRES beside the ones of GresTypes',
    objects: gpuCluster({ nodeSet: { extraConf: 'Gres=gpu:h100:8,nic:2' } }),
    finds: [
      '[NodeSet slurm/slurm-worker-gpu] FIT-002: the nodes have Gres=nic but GresTypes is gpu: Slurm drops it without a word (Gres=(null)) and refuses the jobs that ask for it; add GresTypes=gpu,nic to extraConf of the Controller',
    ],
  },
  {
    rule: 'FIT-002',
    about: 'a listed GRES in another case',
    objects: gpuCluster({ controller: { extraConf: 'grestypes=GPU' } }),
    finds: [],
  },
  {
    rule: 'FIT-002',
    about: 'an external Controller, whose slurm.conf is elsewhere',
    objects: gpuCluster({ controller: { external: true, externalConfig: { host: 'h', port: 6817 } } }),
    finds: [],
  },
  {
    rule: 'FIT-003',
    about: 'GPUs without gres.conf',
    objects: [controller(), gpuNodeSet()],
    finds: [
      '[Controller slurm/slurm] FIT-003: node sets gpu have GPUs, but there is no gres.conf: slurmd finds none, and the nodes become INVALID; reference a ConfigMap with gres.conf: AutoDetect=nvidia (or nvml, rsmi, oneapi)',
    ],
  },
  {
    rule: 'FIT-003',
    about: 'a gres.conf that counts only',
    objects: gpuCluster({ files: { 'gres.conf': 'Name=gpu Count=8\nAutoDetect=off\n' } }),
    finds: [
      '[Controller slurm/slurm] FIT-003: node sets gpu have GPUs, but gres.conf has neither AutoDetect nor a File for gpu: slurmd finds none, and the nodes become INVALID; reference a ConfigMap with gres.conf: AutoDetect=nvidia (or nvml, rsmi, oneapi)',
    ],
  },
  {
    rule: 'FIT-003',
    about: 'GresConf, which only nodes without slurmd have',
    objects: [controller(), gpuNodeSet({ extraConf: 'Gres=gpu:h100:8 GresConf=Name=gpu+File=/dev/nvidia[0-7]' })],
    finds: [
      '[Controller slurm/slurm] FIT-003: node sets gpu have GPUs, but there is no gres.conf: slurmd, which does not look at GresConf of its node set, finds none, and the nodes become INVALID; reference a ConfigMap with gres.conf: AutoDetect=nvidia (or nvml, rsmi, oneapi)',
    ],
  },
  {
    rule: 'FIT-003',
    about: 'device files',
    objects: gpuCluster({ files: { 'gres.conf': 'NodeName=gpu-[0-3] Name=gpu File=/dev/nvidia[0-7]\n' } }),
    finds: [],
  },
  {
    rule: 'FIT-003',
    about: 'a ConfigMap out of sight',
    objects: [controller({ configFileRefs: [{ name: 'elsewhere' }] }), gpuNodeSet()],
    finds: [],
  },
  {
    rule: 'FIT-004',
    about: 'GPUs without device constraint',
    objects: gpuCluster({ files: { 'cgroup.conf': 'ConstrainCores=yes\n' } }),
    finds: [
      '[Controller slurm/slurm] FIT-004: nothing keeps a job from the GPUs of its neighbours: only environment variables tell it which ones to use; add ConstrainDevices=yes in cgroup.conf',
    ],
  },
  {
    rule: 'FIT-004',
    about: 'GPUs without task/cgroup',
    objects: gpuCluster({ controller: { extraConf: 'GresTypes=gpu\nTaskPlugin=task/affinity\nProctrackType=proctrack/linuxproc' } }),
    finds: [
      '[Controller slurm/slurm] FIT-004: nothing keeps a job from the GPUs of its neighbours: only environment variables tell it which ones to use; add TaskPlugin=task/cgroup,task/affinity in extraConf, and ProctrackType=proctrack/cgroup in extraConf',
    ],
  },
  {
    rule: 'FIT-004',
    about: 'GPUs behind cgroups',
    objects: gpuCluster(),
    finds: [],
  },
  {
    rule: 'FIT-005',
    about: 'more GPUs in Gres than in the pod',
    objects: gpuCluster({ nodeSet: { extraConf: 'Gres=gpu:h100:8', slurmd: gpuSlurmd({}, { 'nvidia.com/gpu': 4 }) } }),
    finds: [
      '[NodeSet slurm/slurm-worker-gpu] FIT-005: Gres says 8 GPUs but each pod gets 4: slurmd finds too few, and the nodes become INVALID; make both 4, or both 8',
    ],
  },
  {
    rule: 'FIT-005',
    about: 'fewer GPUs in Gres than in the pod',
    objects: gpuCluster({ nodeSet: { extraConf: 'Gres=gpu' } }),
    finds: [
      '[NodeSet slurm/slurm-worker-gpu] FIT-005: Gres says 1 GPU but each pod gets 8: the others stay idle for good; make both 8, or both 1',
    ],
  },
  {
    rule: 'FIT-005',
    about: 'two types that sum up',
    objects: gpuCluster({ nodeSet: { extraConf: 'Gres=gpu:a:3,gpu:b:5' } }),
    finds: [],
  },
  {
    rule: 'FIT-005',
    about: 'replicas of the device plugin that are shards of Slurm',
    objects: gpuCluster({ nodeSet: { extraConf: 'Gres=gpu:l40s:2,shard:8' } }),
    finds: [],
  },
  {
    rule: 'FIT-005',
    about: 'shards that are no replicas of the device plugin',
    objects: gpuCluster({ nodeSet: { extraConf: 'Gres=gpu:l40s:2,shard:4' } }),
    finds: [
      '[NodeSet slurm/slurm-worker-gpu] FIT-005: Gres says 2 GPUs but each pod gets 8: the others stay idle for good; make both 8, or both 2',
    ],
  },
  {
    rule: 'FIT-006',
    about: 'GPUs that Kubernetes is not asked for',
    objects: gpuCluster({ nodeSet: { slurmd: gpuSlurmd({}, {}) } }),
    finds: [
      "[NodeSet slurm/slurm-worker-gpu] FIT-006: Gres says 8 GPUs, but the slurmd container asks Kubernetes for none: another pod may hold the same GPUs, and the device files may be missing; set limits nvidia.com/gpu: 8 on 'slurmd', or a resource claim",
    ],
  },
  {
    rule: 'FIT-006',
    about: 'GPUs by resource claim',
    objects: gpuCluster({ nodeSet: { slurmd: gpuSlurmd({ resources: { claims: [{ name: 'gpus' }] } }), template: { spec: { resourceClaims: [{ name: 'gpus' }] } } } }),
    finds: [],
  },
  {
    rule: 'FIT-007',
    about: 'a GPU set with the small /dev/shm',
    objects: gpuCluster({ nodeSet: { slurmd: gpuSlurmd({ volumeMounts: [] }) } }),
    finds: [
      '[NodeSet slurm/slurm-worker-gpu] FIT-007: /dev/shm is left at 64 MiB, where NCCL and data loaders of several processes fail with a bus error; mount an emptyDir with medium Memory and a sizeLimit such as 64Gi at /dev/shm',
    ],
  },
  {
    rule: 'FIT-007',
    about: 'a CPU set with the small /dev/shm',
    objects: cpuCluster(),
    finds: [],
  },
  {
    rule: 'FIT-008',
    about: 'more CPUs and memory than the pod has',
    objects: [nodeSet({ extraConf: 'CPUs=32 RealMemory=122881', slurmd: { resources: { limits: { cpu: '30', memory: '120Gi' } } } })],
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] FIT-008: CPUs=32 but the pod may use 30: jobs that fill the node run throttled; set CPUs=30, or raise the cpu limit to 32',
      '[NodeSet slurm/slurm-worker-cpu] FIT-008: RealMemory=122881 is above the memory limit of the pod, 122880 MiB: the kernel kills jobs that Slurm let in; set RealMemory=122880 at most, or raise the memory limit to 122881Mi',
    ],
  },
  {
    rule: 'FIT-008',
    about: 'more memory than the pod-level limit',
    objects: [nodeSet({ extraConf: 'RealMemory=2000', template: { spec: { resources: { limits: { memory: '1Gi' } } } } })],
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] FIT-008: RealMemory=2000 is above the memory limit of the pod, 1024 MiB: the kernel kills jobs that Slurm let in; set RealMemory=1024 at most, or raise the memory limit to 2000Mi',
    ],
  },
  {
    rule: 'FIT-008',
    about: 'as many CPUs and as much memory as the pod has',
    objects: [nodeSet({ extraConf: 'CPUs=30 RealMemory=122880', slurmd: { resources: { limits: { cpu: 30, memory: '120Gi' } } } })],
    finds: [],
  },
  {
    rule: 'FIT-009',
    about: 'a node name beyond a host name',
    objects: [nodeSet({ replicas: 1001, template: { spec: { hostname: `${'g'.repeat(60)}-` } } })],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] FIT-009: node name 'gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg-1000' has 65 characters, and a host name ends at 63: the API server refuses the pod; set 'template.spec.hostname' to a prefix of at most 59 characters",
    ],
  },
  {
    rule: 'FIT-009',
    about: 'a NodeSet name with a dot and no hostname',
    objects: [nodeSet({ template: {} }, 'gpu.large')],
    finds: [
      "[NodeSet slurm/gpu.large] FIT-009: node name 'gpu.large-1' is no host name: the API server refuses the pod; set 'template.spec.hostname' to lower-case letters, digits and dashes, e.g. gpu-large-",
    ],
  },
  {
    rule: 'FIT-009',
    about: 'a node name of 63 characters',
    objects: [nodeSet({ replicas: 10, template: { spec: { hostname: `${'g'.repeat(61)}-` } } })],
    finds: [],
  },
  {
    rule: 'FIT-010',
    about: 'two NodeSets that both make gpu-10',
    objects: [
      controller(),
      nodeSet({ replicas: 11, template: { spec: { hostname: 'gpu-' } } }, 'a'),
      nodeSet({ replicas: 1, template: { spec: { hostname: 'gpu-1' } } }, 'b'),
    ],
    finds: [
      "[NodeSet slurm/b] FIT-010: node 'gpu-10' is made by NodeSet a as well: Slurm sees one node that two pods fight for; give it a hostname of its own, e.g. gpu-1-b-",
    ],
  },
  {
    rule: 'FIT-010',
    about: 'two NodeSets that stop short of each other',
    objects: [
      controller(),
      nodeSet({ replicas: 10, template: { spec: { hostname: 'gpu-' } } }, 'a'),
      nodeSet({ replicas: 1, template: { spec: { hostname: 'gpu-1' } } }, 'b'),
    ],
    finds: [],
  },
  {
    rule: 'FIT-011',
    about: 'workers and login newer than slurmctld',
    objects: [
      controller({ slurmctld: { image: 'slurmctld:25.11.6-ubuntu24.04' } }),
      nodeSet({ slurmd: { image: 'r/slurm:slurmd-26.05.1-ubuntu26.04' } }),
      loginSet(),
    ],
    finds: [
      '[LoginSet slurm/slurm-login-main] FIT-011: login is of release 26.05 but slurmctld of 25.11: an older slurmctld refuses newer peers; use a 25.11 image, or upgrade slurmdbd and slurmctld to 26.05 first',
      '[NodeSet slurm/slurm-worker-cpu] FIT-011: slurmd is of release 26.05 but slurmctld of 25.11: an older slurmctld refuses newer peers; use a 25.11 image, or upgrade slurmdbd and slurmctld to 26.05 first',
    ],
  },
  {
    rule: 'FIT-011',
    about: 'workers too old and a slurmdbd older than slurmctld',
    objects: [
      controller({ accountingRef: { name: 'slurm' } }),
      nodeSet({ slurmd: { image: 'slurmd:24.05' } }),
      accounting({ slurmdbd: { image: 'slurmdbd:25.11.5' } }),
    ],
    finds: [
      '[Accounting slurm/slurm] FIT-011: slurmdbd is of release 25.11 but slurmctld of 26.05: slurmdbd refuses it and job records pile up; use a 26.05 image for slurmdbd first',
      '[NodeSet slurm/slurm-worker-cpu] FIT-011: slurmd is of release 24.05, more than three before that of slurmctld (26.05), which refuses it; use a 26.05 image',
    ],
  },
  {
    rule: 'FIT-011',
    about: 'older workers, and images that name no release',
    objects: [
      controller(),
      nodeSet({ slurmd: { image: 'slurmd:25.11-ubuntu24.04' } }),
      loginSet({ login: { image: 'login@sha256:00' } }),
      restApi({ slurmrestd: { image: 'slurmrestd:main' } }),
    ],
    finds: [],
  },
  {
    rule: 'FIT-012',
    about: 'images without a version',
    objects: [
      controller({ logfile: { image: 'docker.io/library/alpine:latest' } }),
      nodeSet({ template: { spec: { containers: [{ name: 'dcgm', image: 'localhost:5000/dcgm' }] } } }),
    ],
    finds: [
      "[Controller slurm/slurm] FIT-012: logfile runs 'docker.io/library/alpine:latest': what that is changes without a change here, also between nodes; name a version tag or a digest, e.g. docker.io/library/alpine:3.23.3",
      "[NodeSet slurm/slurm-worker-cpu] FIT-012: dcgm runs 'localhost:5000/dcgm': what that is changes without a change here, also between nodes; name a version tag or a digest, e.g. docker.io/library/alpine:3.23.3",
    ],
  },
  {
    rule: 'FIT-012',
    about: 'images by tag or digest',
    objects: [...cpuCluster(), loginSet({ login: { image: 'login:latest@sha256:00' } })],
    finds: [],
  },
  {
    rule: 'FIT-013',
    about: 'a namespace that enforces baseline',
    objects: [
      core('Namespace', 'slurm', { metadata: { name: 'slurm', labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } }),
      ...cpuCluster(),
    ],
    finds: [
      "[Namespace slurm] FIT-013: Pod Security level 'baseline' is enforced, but the operator makes every slurmd pod privileged: the API server refuses the pods of cpu; set label pod-security.kubernetes.io/enforce: privileged",
    ],
  },
  {
    rule: 'FIT-013',
    about: 'a namespace that enforces privileged',
    objects: [
      core('Namespace', 'slurm', { metadata: { name: 'slurm', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }),
      ...cpuCluster(),
    ],
    finds: [],
  },
  {
    rule: 'FIT-014',
    about: 'two default partitions',
    objects: cpuCluster({ controller: { extraConf: 'PartitionName=all Nodes=ALL Default=yes' } }),
    finds: [
      "[Controller slurm/slurm] FIT-014: partitions 'cpu' and 'all' all say Default=YES: slurmctld takes the last, 'all', without a warning; keep Default=YES on one of them",
    ],
  },
  {
    rule: 'FIT-014',
    about: 'one default partition',
    objects: cpuCluster({ controller: { extraConf: 'PartitionName=all Nodes=ALL Default=NO' } }),
    finds: [],
  },
  {
    rule: 'FIT-015',
    about: 'no default partition',
    objects: cpuCluster({ nodeSet: { partition: { enabled: true } } }),
    finds: [
      "[Controller slurm/slurm] FIT-015: none of 'cpu' says Default=YES: slurmctld logs an error, and jobs without -p are refused; add Default=YES to partition 'cpu'",
    ],
  },
  {
    rule: 'FIT-015',
    about: 'a default by way of a DEFAULT line',
    objects: [controller({ extraConf: 'PartitionName=DEFAULT Default=YES\nPartitionName=all Nodes=ALL' })],
    finds: [],
  },
  {
    rule: 'FIT-016',
    about: 'no partition',
    objects: cpuCluster({ nodeSet: { partition: { enabled: false } } }),
    finds: [
      "[Controller slurm/slurm] FIT-016: no partition is defined, and since 1.2 neither chart nor operator defines one: no job can be submitted; set 'partition.enabled' on NodeSet slurm-worker-cpu, or add PartitionName=all Nodes=ALL Default=YES MaxTime=UNLIMITED to extraConf",
    ],
  },
  {
    rule: 'FIT-016',
    about: 'partitions in an included file',
    objects: cpuCluster({ controller: { extraConf: 'Include partitions.conf' }, nodeSet: { partition: null } }),
    finds: [],
  },
  {
    rule: 'FIT-017',
    about: 'a partition on an unknown NodeSet',
    objects: cpuCluster({ controller: { extraConf: 'PartitionName=all Nodes=gpu,cpu' } }),
    finds: [
      "[Controller slurm/slurm] FIT-017: partition 'all' has Nodes=gpu, but no NodeSet is called so, and nodes have no names before they register: slurmctld exits; use cpu or ALL",
    ],
  },
  {
    rule: 'FIT-017',
    about: 'a partition on nodes by name',
    objects: cpuCluster({ controller: { extraConf: 'PartitionName=all Nodes=cpu-[0,1]' } }),
    finds: [
      "[Controller slurm/slurm] FIT-017: partition 'all' has Nodes=cpu-[0,1], but no NodeSet is called so, and nodes have no names before they register: slurmctld exits; use cpu or ALL",
    ],
  },
  {
    rule: 'FIT-017',
    about: 'a partition on a NodeSet of extraConf',
    objects: cpuCluster({ controller: { extraConf: 'NodeSet=big Feature=big\nPartitionName=all Nodes=big,cpu' } }),
    finds: [],
  },
  {
    rule: 'FIT-017',
    about: 'a partition on static nodes',
    objects: cpuCluster({ controller: { extraConf: 'NodeName=old[0-3] State=CLOUD\nPartitionName=all Nodes=old[0-3]' } }),
    finds: [],
  },
  {
    rule: 'FIT-018',
    about: 'a home on login only',
    objects: [controller(), nodeSet(), loginSet(home())],
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] FIT-018: /home is not mounted on workers but persistentVolumeClaim {"claimName":"home"} on LoginSet slurm-login-main: jobs do not find the files that users left at login; mount the same volume at /home on both',
    ],
  },
  {
    rule: 'FIT-018',
    about: 'two claims at one path',
    objects: [
      controller(),
      nodeSet({ slurmd: home('other').login, template: { spec: home('other').template.spec } }),
      loginSet(home()),
    ],
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] FIT-018: /home is persistentVolumeClaim {"claimName":"other"} on workers but persistentVolumeClaim {"claimName":"home"} on LoginSet slurm-login-main: jobs do not find the files that users left at login; mount the same volume at /home on both',
    ],
  },
  {
    rule: 'FIT-018',
    about: 'one claim on both',
    objects: [controller(), nodeSet({ slurmd: home().login, template: { spec: home().template.spec } }), loginSet(home())],
    finds: [],
  },
  {
    rule: 'FIT-019',
    about: 'a /dev/shm as large as the pod',
    objects: gpuCluster({ nodeSet: { slurmd: gpuSlurmd({}, { 'nvidia.com/gpu': 8, 'memory': '64Gi' }) } }),
    finds: [
      '[NodeSet slurm/slurm-worker-gpu] FIT-019: /dev/shm may grow to 64Gi, but it counts against the memory limit of the pod: filling it kills the jobs of the node; set a sizeLimit below the memory limit, and leave it out of RealMemory',
    ],
  },
  {
    rule: 'FIT-019',
    about: 'a /dev/shm below the limit',
    objects: gpuCluster({ nodeSet: { slurmd: gpuSlurmd({}, { 'nvidia.com/gpu': 8, 'memory': '65Gi' }) } }),
    finds: [],
  },
  {
    rule: 'FIT-020',
    about: 'a privileged login',
    objects: [loginSet({ login: { image: 'login:26.05', securityContext: { privileged: true } } })],
    finds: [
      "[LoginSet slurm/slurm-login-main] FIT-020: the login container is privileged: whoever becomes root in it is root on the Kubernetes node; remove 'privileged', and add single capabilities if a tool needs them",
    ],
  },
  {
    rule: 'FIT-020',
    about: 'a login with one capability',
    objects: [loginSet({ login: { image: 'login:26.05', securityContext: { capabilities: { add: ['SYS_ADMIN'] } } } })],
    finds: [],
  },
  {
    rule: 'FIT-021',
    about: 'a password in extraConf',
    objects: [accounting({ extraConf: 'StoragePass=hunter2' })],
    finds: [
      "[Accounting slurm/slurm] FIT-021: line 1 of extraConf holds StoragePass in plain text, and everybody who may read the object or the repository reads it; remove it, and put the password into a Secret: 'storageConfig.passwordKeyRef'",
    ],
  },
  {
    rule: 'FIT-021',
    about: 'a password by reference',
    objects: [accounting()],
    finds: [],
  },
  {
    rule: 'FIT-022',
    about: 'a slurmd of 25.05',
    objects: [nodeSet({ slurmd: { image: 'slurmd:25.05.3-ubuntu24.04' } })],
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] FIT-022: slurmd is of release 25.05, but operator 1.2 needs 25.11: its probes and its REST version are not there before; use a 25.11 or 26.05 image',
    ],
  },
  {
    rule: 'FIT-025',
    about: 'a topology that is not there',
    objects: [
      ...gpuCluster({ files: { 'topology.yaml': '- topology: tree\n  cluster_default: true\n  flat: true\n' } }),
      controller({ extraConf: 'PartitionName=a Nodes=ALL Topology=block', configFileRefs: [{ name: 'slurm-config-extra' }] }, 'other'),
    ],
    finds: [
      "[Controller slurm/other] FIT-025: partition 'a' chooses Topology=block, but there is only tree: slurmctld exits; add a topology 'block' to topology.yaml, or choose tree",
    ],
  },
  {
    rule: 'FIT-025',
    about: 'a topology without topology.yaml',
    objects: cpuCluster({ nodeSet: { partition: { enabled: true, config: 'Topology=block' } } }),
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] FIT-025: partition 'cpu' chooses Topology=block, but there is only default: slurmctld exits; add a topology 'block' to topology.yaml, or choose default",
    ],
  },
  {
    rule: 'FIT-025',
    about: 'a topology that is there',
    objects: gpuCluster({ files: { 'topology.yaml': '- topology: tree\n  cluster_default: true\n  flat: true\n' }, nodeSet: { partition: { enabled: true, config: 'Topology=tree' } } }),
    finds: [],
  },
  {
    rule: 'FIT-025',
    about: 'a topology out of sight',
    objects: cpuCluster({ controller: { configFileRefs: [{ name: 'elsewhere' }], extraConf: 'PartitionName=a Nodes=ALL Topology=block' } }),
    finds: [],
  },
  {
    rule: 'FIT-026',
    about: 'a QOS and an account that the policy does not have',
    objects: [
      policyMap("QOS - 'high':Priority='10'\nCluster - 'slurm'\nParent - 'root'\nAccount - 'physics'\n"),
      ...cpuCluster({ nodeSet: { partition: { enabled: true, config: 'AllowQos=high,higher,normal AllowAccounts=physics,root,bio' } } }),
    ],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] FIT-026: partition 'cpu' names QOS higher in AllowQos, which the accounting policy in ConfigMap policy does not have: slurmctld does not start unless somebody else has made it; add QOS higher to the policy, or name one of high, normal",
      "[NodeSet slurm/slurm-worker-cpu] FIT-026: partition 'cpu' names account bio in AllowAccounts, which the accounting policy in ConfigMap policy does not have: nobody can charge it unless somebody else has made it; add account bio to the policy, or name one of physics, root",
    ],
  },
  {
    rule: 'FIT-026',
    about: 'names that the policy has, and ALL',
    objects: [
      policyMap("QOS - 'high'\nCluster - 'slurm'\nParent - 'root'\nAccount - 'physics'\n"),
      ...cpuCluster({ nodeSet: { partition: { enabled: true, config: 'AllowQos=ALL AllowAccounts=Physics QOS=high' } } }),
    ],
    finds: [],
  },
  {
    rule: 'FIT-026',
    about: 'names of a cluster whose accounts are kept elsewhere',
    objects: [
      policyMap("QOS - 'high'\nCluster - 'slurm'\n", 'another'),
      ...cpuCluster({ nodeSet: { partition: { enabled: true, config: 'AllowQos=higher' } } }),
    ],
    finds: [],
  },
  {
    rule: 'FIT-027',
    about: 'a limit of a GRES that is not recorded',
    objects: [
      policyMap("QOS - 'high':MaxTRESPerUser='gres/gpu=4,cpu=8'\nCluster - 'slurm'\nParent - 'root'\nAccount - 'a':GrpTRES='gres/gpu=8,gres/gpu:h100=4'\n"),
      ...cpuCluster({ controller: { extraConf: 'AccountingStorageTRES=gres/gpu:h100' } }),
    ],
    finds: [
      '[ConfigMap slurm/policy] FIT-027: MaxTRESPerUser of QOS high limits gres/gpu, which AccountingStorageTRES of slurm does not list: slurmdbd does not know it, and sacctmgr refuses the limit; add gres/gpu to AccountingStorageTRES, or limit one of cpu, mem, node, billing, gres/gpu:h100',
    ],
  },
  {
    rule: 'FIT-027',
    about: 'limits of what is recorded',
    objects: [
      policyMap("Cluster - 'slurm'\nParent - 'root'\nAccount - 'a':GrpTRES='gres/gpu=8,mem=4G,fs/disk=1'\n"),
      ...cpuCluster({ controller: { extraConf: 'AccountingStorageTRES=gres/gpu' } }),
    ],
    finds: [],
  },
  {
    rule: 'FIT-024',
    about: 'files of more than a MiB',
    objects: [core('ConfigMap', 'files', { data: { 'a.sh': 'x'.repeat(2 ** 20) } }), controller({ extraConf: '#'.repeat(2 ** 20) })],
    finds: [
      '[ConfigMap slurm/files] FIT-024: ConfigMap files has 1048580 bytes, and the API server refuses more than 1048576; split the files over several ConfigMaps, or keep them in the image',
      '[Controller slurm/slurm] FIT-024: ConfigMap slurm-config, with slurm.conf, has 1049306 bytes, and the API server refuses more than 1048576; split the files over several ConfigMaps, or keep them in the image',
    ],
  },
  {
    rule: 'FIT-024',
    about: 'files of less than a MiB',
    objects: [core('ConfigMap', 'files', { data: { 'a.sh': 'x'.repeat(2 ** 20 - 4) } })],
    finds: [],
  },
  {
    rule: 'FIT-023',
    about: 'a Gres that cannot be read',
    objects: [nodeSet({ extraConf: 'Gres=gpu:h100:8:x,' })],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] FIT-023: in Gres, 'gpu:h100:8:x' has more fields than name, type and count; write it as in gpu:h100:8",
    ],
  },
  {
    rule: 'FIT-023',
    about: 'a Gres of two types',
    objects: [nodeSet({ extraConf: 'Gres=gpu:a:3,gpu:b:5' })],
    finds: [],
  },
  {
    rule: 'FIT-022',
    about: 'a slurmd of 25.11',
    objects: [nodeSet({ slurmd: { image: 'slurmd:25.11-ubuntu24.04' } })],
    finds: [],
  },
];

function home(claim = 'home') {
  return {
    login: { image: 'login:26.05', volumeMounts: [{ name: 'home', mountPath: '/home' }] },
    template: { spec: { volumes: [{ name: 'home', persistentVolumeClaim: { claimName: claim } }] } },
  };
}
