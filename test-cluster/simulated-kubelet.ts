import { clusterProgram } from './cluster-programs';
import { RealCluster } from './real-cluster';

const running = `
phase: Running
podIP: 10.1.0.1
startTime: {{ Now | Quote }}
conditions:
- { type: Initialized, status: "True", lastTransitionTime: {{ Now | Quote }} }
- { type: ContainersReady, status: "True", lastTransitionTime: {{ Now | Quote }} }
- { type: Ready, status: "True", lastTransitionTime: {{ Now | Quote }} }
containerStatuses:
{{ range .spec.containers }}
- { name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: "", ready: true, started: true, restartCount: 0, state: { running: { startedAt: {{ Now | Quote }} } } }
{{ end }}
`;

/** What kwok does to pods on machines: it starts all their containers at once, and lets them end when they are to. */
const STAGES = [
  {
    // Pods are looked after on machines that are.
    metadata: { name: 'machine' },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: 'Node' },
      selector: { matchExpressions: [{ key: '.status.phase', operator: 'NotIn', values: ['Running'] }] },
      next: { statusTemplate: 'phase: Running' },
    },
  },
  {
    // Also anew: as a kubelet does, when somebody who read the pod before writes its conditions back without this one.
    metadata: { name: 'start' },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: 'Pod' },
      selector: {
        matchExpressions: [
          { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
          { key: '.status.conditions.[] | select( .type == "Ready" ) | .status', operator: 'NotIn', values: ['True'] },
        ],
      },
      next: { statusTemplate: running },
    },
  },
  {
    metadata: { name: 'end' },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: 'Pod' },
      selector: { matchExpressions: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }] },
      next: { finalizers: { empty: true }, delete: true },
    },
  },
].map(stage => ({ apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'Stage', ...stage }));

/** Starts kwok in the place of every kubelet, and a scheduler that gives it pods. */
export function simulateKubelets(cluster: RealCluster): void {
  cluster.write('stages.yaml', STAGES.map(stage => JSON.stringify(stage)).join('\n---\n'));
  cluster.run('kwok', clusterProgram('kwok'), [`--kubeconfig=${cluster.kubeconfig}`, '--manage-all-nodes=true', `--config=${cluster.file('stages.yaml')}`]);
  cluster.run('kube-scheduler', clusterProgram('kube-scheduler'), [`--kubeconfig=${cluster.kubeconfig}`, '--leader-elect=false', '--secure-port=0']);
}

/** A machine with room for everything. */
export async function makeMachine({ api }: RealCluster, name: string, annotations: { [name: string]: string }): Promise<void> {
  await api.create('/api/v1/nodes', { metadata: { name, annotations, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } } });
  const room = { cpu: '64', memory: '512Gi', pods: '110' };
  await api.merge(`/api/v1/nodes/${name}/status`, { status: { capacity: room, allocatable: room, conditions: [{ type: 'Ready', status: 'True' }] } });
  // The API server takes each new one for one that is not ready.
  await api.merge(`/api/v1/nodes/${name}`, { spec: { taints: null } });
}
