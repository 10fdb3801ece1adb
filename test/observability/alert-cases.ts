import { SlurmAlert } from '../../src';

/** Series as Prometheus' rule tests write them: what is sampled every minute, and its values. */
export interface Series {
  readonly [series: string]: string;
}

/** An alert, what makes it fire by a time, and what does not although it comes near. */
export interface AlertCase {
  readonly alert: SlurmAlert;
  readonly fires: Series;
  /** Labels of the alert that fires, besides those that all have. */
  readonly labels?: { readonly [label: string]: string };
  readonly severity: 'critical' | 'warning' | 'info';
  /** Minutes after which it fires. */
  readonly at: number;
  readonly silent: Series;
}

const always = (value: number, minutes = 200): string => `${value}+0x${minutes}`;
const slurm = (name: string, labels = ''): string => `slurm_${name}{namespace="slurm",job="slurm-controller"${labels && `,${labels}`}}`;
const up = 'up{namespace="slurm",job="slurm-controller",endpoint="slurmctld"}';
const gpu = (name: string, labels = ''): string => `DCGM_FI_${name}{exported_namespace="slurm",exported_pod="slurm-worker-h100-3",gpu="5",UUID="GPU-5",namespace="gpu-operator",pod="exporter-x"${labels && `,${labels}`}}`;
const onGpu = { exported_pod: 'slurm-worker-h100-3', gpu: '5', UUID: 'GPU-5' };
const ofJob = 'hpc_job="4711"';
const part = (name: string, of = 'train'): string => slurm(`partition_${name}`, `partition="${of}"`);

/** States of a partition that holds ten nodes. */
function partition(states: { [state: string]: number }, jobs: { running?: number; pending?: number; hold?: number } = {}, name = 'train'): Series {
  const all = { '': 10, '_down': 0, '_drained': 0, '_draining': 0, ...states };
  return Object.fromEntries([
    ...Object.entries(all).map(([state, count]) => [part(`nodes${state}`, name), always(count)]),
    ...Object.entries({ running: 0, pending: 0, hold: 0, ...jobs }).map(([state, count]) => [part(`jobs_${state}`, name), always(count)]),
  ]);
}

export const alertCases: readonly AlertCase[] = [
  { alert: SlurmAlert.CONTROLLER_DOWN, fires: { [up]: '1+0x4 0+0x20' }, severity: 'critical', at: 12, silent: { [up]: '0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1' } },
  // Gone from discovery altogether.
  { alert: SlurmAlert.CONTROLLER_DOWN, fires: { [up]: '1+0x2 stale' }, severity: 'critical', at: 12, labels: { namespace: 'slurm', job: 'slurm-controller' }, silent: { [up]: always(1) } },
  { alert: SlurmAlert.METRICS_MISSING, fires: { [up]: always(1) }, severity: 'warning', at: 20, silent: { [up]: always(1), [slurm('nodes')]: always(0) } },
  {
    alert: SlurmAlert.SCHEDULER_SLOW,
    // A cycle every minute that takes two seconds, with the counters set back at midnight.
    fires: { [slurm('schedule_cycle_tot')]: '0+2000000x20 0+2000000x30', [slurm('schedule_cycle_cnt')]: '0+1x20 0+1x30' },
    severity: 'warning',
    at: 40,
    silent: { [slurm('schedule_cycle_tot')]: '0+900000x60', [slurm('schedule_cycle_cnt')]: '0+1x60' },
  },
  {
    alert: SlurmAlert.BACKFILL_STALLED,
    fires: { [slurm('bf_when_last_cycle')]: always(60), [slurm('jobs_pending')]: always(5), [slurm('jobs_hold')]: always(2) },
    severity: 'warning',
    at: 45,
    silent: { [slurm('bf_when_last_cycle')]: always(60), [slurm('jobs_pending')]: always(5), [slurm('jobs_hold')]: always(5) },
  },
  {
    alert: SlurmAlert.BACKFILL_STARVING,
    fires: { [slurm('bf_exit_timeout')]: '0+1x200', [slurm('bf_exit_max_job_test')]: '0+1x200', [slurm('bf_exit_table_limit')]: '0+0x200', [slurm('bf_cycle_cnt')]: '0+3x200' },
    severity: 'warning',
    at: 100,
    silent: { [slurm('bf_exit_timeout')]: '0+1x200', [slurm('bf_exit_max_job_test')]: '0+0x200', [slurm('bf_exit_table_limit')]: '0+0x200', [slurm('bf_cycle_cnt')]: '0+3x200' },
  },
  { alert: SlurmAlert.AGENT_QUEUE_GROWING, fires: { [slurm('agent_queue_size')]: always(1001) }, severity: 'warning', at: 12, silent: { [slurm('agent_queue_size')]: always(1000) } },
  { alert: SlurmAlert.DBD_QUEUE_GROWING, fires: { [slurm('slurmdbd_queue_size')]: '0+100x40' }, severity: 'warning', at: 30, silent: { [slurm('slurmdbd_queue_size')]: '0 5000 0 5000 10 5000 10 800+0x40' } },
  { alert: SlurmAlert.NODES_DOWN, fires: { [part('nodes_down')]: always(1) }, severity: 'warning', at: 12, labels: { partition: 'train' }, silent: { [part('nodes_down')]: '1 1 1 0 1 1 1 0 1 1 1 1 1' } },
  // Nodes that were scaled in are down and drained for good.
  { alert: SlurmAlert.NODES_DOWN, fires: { [part('nodes_down')]: always(1) }, severity: 'warning', at: 12, labels: { partition: 'train' }, silent: { [part('nodes_down', 'burst')]: always(9) } },
  { alert: SlurmAlert.MANY_NODES_DOWN, fires: { [part('nodes_down')]: always(3), [part('nodes')]: always(20) }, severity: 'critical', at: 7, labels: { partition: 'train' }, silent: { [part('nodes_down')]: always(2), [part('nodes')]: always(20) } },
  { alert: SlurmAlert.NODES_DRAINED, fires: { [part('nodes_drained')]: always(2) }, severity: 'warning', at: 32, labels: { partition: 'train' }, silent: { [part('nodes_drained')]: '2+0x20 0 2+0x100' } },
  { alert: SlurmAlert.NODES_DRAINING, fires: { [slurm('nodes_draining')]: always(2) }, severity: 'info', at: 42, silent: { [slurm('nodes_draining')]: '2+0x30 0 2+0x100' } },
  { alert: SlurmAlert.NODES_INVALID, fires: { [slurm('nodes_invalid_reg')]: always(1) }, severity: 'warning', at: 7, silent: { [slurm('nodes_invalid_reg')]: always(0) } },
  { alert: SlurmAlert.NODES_MISSING, fires: { [slurm('nodes')]: always(6) }, severity: 'warning', at: 32, silent: { [slurm('nodes')]: always(7) } },
  // All down; a node that is drained as well is counted twice.
  { alert: SlurmAlert.PARTITION_WITHOUT_NODES, fires: partition({ _down: 10, _drained: 4 }), severity: 'critical', at: 12, labels: { partition: 'train' }, silent: partition({ _down: 9, _drained: 9 }) },
  // All drained or draining.
  { alert: SlurmAlert.PARTITION_WITHOUT_NODES, fires: partition({ _drained: 6, _draining: 4 }, { running: 4 }), severity: 'critical', at: 12, labels: { partition: 'train' }, silent: partition({ _drained: 5, _draining: 4 }) },
  // Some down and the others drained: told by jobs that wait and none that runs.
  { alert: SlurmAlert.PARTITION_WITHOUT_NODES, fires: partition({ _down: 5, _drained: 5 }, { pending: 3 }), severity: 'critical', at: 12, labels: { partition: 'train' }, silent: partition({ _down: 5, _drained: 5 }, { pending: 3, running: 1 }) },
  // None has registered.
  { alert: SlurmAlert.PARTITION_WITHOUT_NODES, fires: partition({ '': 0 }), severity: 'critical', at: 12, labels: { partition: 'train' }, silent: partition({}) },
  // Where none need be, only waiting jobs make it an alert.
  { alert: SlurmAlert.PARTITION_WITHOUT_NODES, fires: partition({ '': 0 }, { pending: 2, hold: 1 }, 'burst'), severity: 'critical', at: 12, labels: { partition: 'burst' }, silent: partition({ '': 0 }, { pending: 1, hold: 1 }, 'burst') },
  {
    alert: SlurmAlert.REST_API_DOWN,
    fires: { 'kube_deployment_status_replicas_available{namespace="slurm",deployment="slurm-restapi"}': always(0) },
    severity: 'critical',
    at: 7,
    labels: { namespace: 'slurm', deployment: 'slurm-restapi' },
    silent: { 'kube_deployment_status_replicas_available{namespace="slurm",deployment="slurm-restapi"}': always(1) },
  },
  {
    alert: SlurmAlert.ACCOUNTING_DOWN,
    fires: { 'kube_statefulset_status_replicas_ready{namespace="slurm",statefulset="slurm-accounting"}': always(0) },
    severity: 'critical',
    at: 7,
    labels: { namespace: 'slurm', statefulset: 'slurm-accounting' },
    silent: { 'kube_statefulset_status_replicas_ready{namespace="slurm",statefulset="slurm-accounting"}': always(1) },
  },
  {
    alert: SlurmAlert.OPERATOR_DOWN,
    fires: { 'kube_deployment_status_replicas_available{namespace="slinky",deployment="slurm-operator"}': always(0) },
    severity: 'warning',
    at: 12,
    labels: { namespace: 'slinky', deployment: 'slurm-operator' },
    silent: { 'kube_deployment_status_replicas_available{namespace="slinky",deployment="slurm-operator"}': always(1) },
  },
  {
    alert: SlurmAlert.OPERATOR_ERRORS,
    fires: { 'controller_runtime_reconcile_errors_total{namespace="slinky",controller="nodeset-controller"}': '0+1x60' },
    severity: 'warning',
    at: 40,
    labels: { controller: 'nodeset-controller' },
    silent: {
      'controller_runtime_reconcile_errors_total{namespace="slinky",controller="nodeset-controller"}': '0 5 5 5 5 5 5 5+0x60',
      'controller_runtime_reconcile_errors_total{namespace="slinky",controller="certificate-controller"}': '0+1x60',
    },
  },
  { alert: SlurmAlert.GPU_METRICS_MISSING, fires: { [slurm('nodes')]: always(7) }, severity: 'warning', at: 32, silent: { [slurm('nodes')]: always(7), [gpu('DEV_GPU_TEMP')]: always(40) } },
  // With a job, and still there when the job has gone.
  { alert: SlurmAlert.GPU_XID, fires: { [gpu('DEV_XID_ERRORS', ofJob)]: '0 0 79+0x20' }, severity: 'critical', at: 5, labels: { ...onGpu, hpc_job: '4711' }, silent: { [gpu('DEV_XID_ERRORS', ofJob)]: '0 0 43+0x20' } },
  { alert: SlurmAlert.GPU_XID, fires: { [gpu('DEV_XID_ERRORS', ofJob)]: '0 79 79 79 stale', [gpu('DEV_XID_ERRORS')]: '_ _ _ _ 79+0x20' }, severity: 'critical', at: 8, labels: onGpu, silent: { [gpu('DEV_XID_ERRORS')]: always(31) } },
  { alert: SlurmAlert.GPU_NVLINK, fires: { [gpu('DEV_XID_ERRORS', ofJob)]: always(74) }, severity: 'warning', at: 7, labels: { ...onGpu, hpc_job: '4711' }, silent: { [gpu('DEV_XID_ERRORS', ofJob)]: always(79) } },
  { alert: SlurmAlert.GPU_NVLINK, fires: { [gpu('DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL')]: '0+1x60' }, severity: 'warning', at: 30, labels: onGpu, silent: { [gpu('DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL')]: always(12) } },
  { alert: SlurmAlert.GPU_ECC, fires: { [gpu('DEV_UNCORRECTABLE_REMAPPED_ROWS')]: '1+0x5 2+0x60' }, severity: 'warning', at: 10, labels: onGpu, silent: { [gpu('DEV_UNCORRECTABLE_REMAPPED_ROWS')]: always(2) } },
  { alert: SlurmAlert.GPU_ECC, fires: { [gpu('DEV_ECC_DBE_VOL_TOTAL', ofJob)]: '0+0x5 1+0x60' }, severity: 'warning', at: 10, labels: { ...onGpu, hpc_job: '4711' }, silent: { [gpu('DEV_ECC_DBE_VOL_TOTAL', ofJob)]: always(1) } },
  { alert: SlurmAlert.GPU_ROW_REMAP_FAILED, fires: { [gpu('DEV_ROW_REMAP_FAILURE')]: always(1) }, severity: 'critical', at: 5, labels: onGpu, silent: { [gpu('DEV_ROW_REMAP_FAILURE')]: always(0) } },
  { alert: SlurmAlert.GPU_HOT, fires: { [gpu('DEV_GPU_TEMP', ofJob)]: always(86) }, severity: 'warning', at: 12, labels: { ...onGpu, hpc_job: '4711' }, silent: { [gpu('DEV_GPU_TEMP', ofJob)]: always(85), [gpu('DEV_MEMORY_TEMP', ofJob)]: always(95) } },
  { alert: SlurmAlert.GPU_HOT, fires: { [gpu('DEV_GPU_TEMP')]: always(70), [gpu('DEV_MEMORY_TEMP')]: always(96) }, severity: 'warning', at: 12, labels: onGpu, silent: { [gpu('DEV_GPU_TEMP')]: '90 90 90 90 90 70 90 90 90 90 90 90 90' } },
  { alert: SlurmAlert.GPU_THROTTLED, fires: { [gpu('DEV_THERMAL_VIOLATION', ofJob)]: '0+1000x60' }, severity: 'warning', at: 40, labels: { ...onGpu, hpc_job: '4711' }, silent: { [gpu('DEV_THERMAL_VIOLATION', ofJob)]: always(123456) } },
  { alert: SlurmAlert.GPU_PCIE_REPLAYS, fires: { [gpu('DEV_PCIE_REPLAY_COUNTER')]: '0+60x60' }, severity: 'warning', at: 40, labels: onGpu, silent: { [gpu('DEV_PCIE_REPLAY_COUNTER')]: '0+3x60' } },
  {
    alert: SlurmAlert.GPU_IDLE,
    // One of two GPUs of the job did something for a while.
    fires: { [gpu('PROF_GR_ENGINE_ACTIVE', ofJob)]: '0+0x120', [gpu('PROF_GR_ENGINE_ACTIVE', ofJob).replace('GPU-5', 'GPU-6')]: '0+0x10 0.5 0+0x120' },
    severity: 'info',
    at: 75,
    labels: { hpc_job: '4711' },
    silent: { [gpu('PROF_GR_ENGINE_ACTIVE', ofJob)]: '0+0x120', [gpu('PROF_GR_ENGINE_ACTIVE', ofJob).replace('GPU-5', 'GPU-6')]: '0.5+0x120', [gpu('PROF_GR_ENGINE_ACTIVE')]: always(0, 120) },
  },
];

/** The same series as another cluster of the same Prometheus would have them. */
export function ofAnotherCluster(series: Series): Series {
  const renamed = (text: string): string => text
    .replace(/namespace="slurm"/g, 'namespace="lab"')
    .replace(/namespace="slinky"/g, 'namespace="elsewhere"')
    .replace(/"slurm-(controller|restapi|accounting)"/g, '"lab-$1"')
    .replace(/slurm-worker-/g, 'lab-worker-');
  return Object.fromEntries(Object.entries(series).map(([name, values]) => [renamed(name), values]));
}
