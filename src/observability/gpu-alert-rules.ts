import { AlertLimits, AlertRule } from './alert-rule';
import { ClusterSeries } from './cluster-series';
import { DcgmMetric } from './dcgm-metrics';
import { AlertSeverity, SlurmAlert } from './slurm-alert';

/** XID errors of NVLink: the link itself, and those of NVLink 5. */
const nvlinkXids = [74, 144, 145, 146, 147, 148, 149, 150];

/**
 * Alerts on the GPUs of workers. Each has the job in its label `hpc_job`, where a job holds the GPU and a job mapping tells which; a fault that outlives its
 * job then goes on as an alert without it.
 */
export function gpuAlerts(series: ClusterSeries, limits: AlertLimits, hasJobs: boolean): AlertRule[] {
  if (!series.hasGpuMetrics) {
    return [];
  }
  const pod = series.gpuPodLabel;
  const by = `by (hpc_job, ${pod}, gpu, GPU_I_ID, UUID)`;
  const worst = (expr: string) => `max ${by} (${expr})`;
  const isOneOf = (metric: DcgmMetric, values: readonly number[]) => values.map(value => `${series.gpu(metric)} == ${value}`).join(' or ');
  const rate = (metric: DcgmMetric) => `rate(${series.gpu(metric)}[15m])`;
  const where = `GPU {{ $labels.gpu }} of {{ $labels.${pod} }}{{ with $labels.hpc_job }} (job {{ . }}){{ end }}`;
  const further = series.hasFurtherGpuMetrics;
  const rules: AlertRule[] = [
    {
      alert: SlurmAlert.GPU_METRICS_MISSING,
      severity: AlertSeverity.WARNING,
      expr: `${series.gpuWorkersExist} unless on() count(${series.gpu('DCGM_FI_DEV_GPU_TEMP')})`,
      pending: 1800,
      summary: 'nothing is known of the GPUs of the workers',
      description: `dcgm-exporter does not run there, is not scraped, or names workers by another label than ${pod} (honorLabels). Alerts on GPUs are blind.`,
    },
    {
      alert: SlurmAlert.GPU_XID,
      severity: AlertSeverity.CRITICAL,
      expr: worst(isOneOf('DCGM_FI_DEV_XID_ERRORS', limits.fatalXids)),
      pending: 60,
      summary: `${where} had XID error {{ $value }}`,
      description: 'The GPU needs a reset or a repair. Drain the node or cordon its machine; the number stays until the driver starts anew.',
    },
    {
      alert: SlurmAlert.GPU_NVLINK,
      severity: AlertSeverity.WARNING,
      expr: worst([
        isOneOf('DCGM_FI_DEV_XID_ERRORS', nvlinkXids),
        ...further ? [
          `${rate('DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL')} > 0`, `${rate('DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL')} > 0`,
          `${rate('DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL')} > 0`,
        ] : [],
      ].join(' or ')),
      pending: 300,
      summary: `NVLink of ${where} has errors`,
      description: 'Collective operations slow down or fail. Look at nvidia-smi nvlink --errorcounters, the fabric manager, and in racks at the compute domain.',
    },
    {
      alert: SlurmAlert.GPU_ECC,
      severity: AlertSeverity.WARNING,
      expr: worst([
        `increase(${series.gpu('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS')}[1h]) > 0`,
        ...further ? [`increase(${series.gpu('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL')}[1h]) > 0`] : [],
      ].join(' or ')),
      pending: 0,
      summary: `memory of ${where} has errors that cannot be corrected`,
      description: 'The job may have failed or computed wrongly. A row was replaced; the GPU needs a reset at the next chance, and a repair when it goes on.',
    },
    {
      alert: SlurmAlert.GPU_ROW_REMAP_FAILED,
      severity: AlertSeverity.CRITICAL,
      expr: worst(`${series.gpu('DCGM_FI_DEV_ROW_REMAP_FAILURE')} > 0`),
      pending: 60,
      summary: `${where} could not replace a broken row of its memory`,
      description: 'The GPU must be replaced. Drain the node.',
    },
    {
      alert: SlurmAlert.GPU_HOT,
      severity: AlertSeverity.WARNING,
      expr: worst(`${series.gpu('DCGM_FI_DEV_GPU_TEMP')} > ${limits.gpuCelsius} or ${series.gpu('DCGM_FI_DEV_MEMORY_TEMP')} > ${limits.gpuMemoryCelsius}`),
      pending: 600,
      summary: `${where} is at {{ $value }} °C`,
      description: 'It will slow down, and in time break. Look at its neighbours, the fans and the cooling of the rack.',
    },
    {
      alert: SlurmAlert.GPU_PCIE_REPLAYS,
      severity: AlertSeverity.WARNING,
      expr: worst(`${rate('DCGM_FI_DEV_PCIE_REPLAY_COUNTER')} > ${limits.pcieReplays}`),
      pending: 900,
      summary: `${where} repeats {{ $value | humanize }} PCIe transfers a second`,
      description: 'The card, its riser or its cable has a bad contact.',
    },
  ];
  return [
    ...rules,
    ...further ? [{
      alert: SlurmAlert.GPU_THROTTLED,
      severity: AlertSeverity.WARNING,
      expr: worst(`${rate('DCGM_FI_DEV_THERMAL_VIOLATION')} > 0`),
      pending: 900,
      summary: `${where} slows down for heat`,
      description: 'A job over many GPUs runs as fast as the slowest of them. Look at the cooling.',
    }] : [],
    ...hasJobs ? [{
      alert: SlurmAlert.GPU_IDLE,
      severity: AlertSeverity.INFO,
      expr: `avg by (hpc_job) (avg_over_time(${series.gpu('DCGM_FI_PROF_GR_ENGINE_ACTIVE', { hpc_job: '!=' })}[30m])) < ${limits.gpuIdle}`,
      pending: 1800,
      summary: 'job {{ $labels.hpc_job }} uses {{ $value | humanizePercentage }} of its GPUs',
      description: 'It hangs, or asked for more GPUs than it needs. Ask its owner.',
    }] : [],
  ];
}
