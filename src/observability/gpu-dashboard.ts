import { ClusterSeries } from './cluster-series';
import { PanelRow, stat, table, timeseries } from './dashboard-panel';
import { DcgmMetric } from './dcgm-metrics';

/**
 * What jobs do with their GPUs, and how the GPUs are.
 *
 * @param hasJobs whether series of GPUs name the job
 */
export function gpuRows(series: ClusterSeries, hasJobs: boolean): PanelRow[] {
  const pod = series.gpuPodLabel;
  const shown = { [pod]: '=~$pod', ...hasJobs ? { hpc_job: '=~$hpc_job' } : {} };
  const gpu = (metric: DcgmMetric) => series.gpu(metric, shown);
  // A variable that stands for all jobs also stands for none.
  const ofJobs = (metric: DcgmMetric) => series.gpu(metric, { [pod]: '=~$pod', hpc_job: ['=~$hpc_job', '!='] });
  // A GPU that jobs share has a copy of every series for each of them, and one without when none is left.
  const once = (expr: string) => `max by (${pod}, gpu, GPU_I_ID, UUID) (${expr})`;
  const perMachineGpu = (expr: string) => `max by (UUID) (${expr})`;
  const byPod = (aggregate: 'avg' | 'max' | 'sum', expr: string) => `${aggregate} by (${pod}) (${once(expr)})`;
  const legend = `{{${pod}}}`;
  const oneGpu = `${legend} GPU {{gpu}} {{GPU_I_ID}}`;
  const rate = (metric: DcgmMetric) => `rate(${gpu(metric)}[$__rate_interval])`;
  return [
    {
      title: 'Now',
      panels: [
        stat('GPUs', `count(${once(gpu('DCGM_FI_DEV_GPU_TEMP'))})`, { description: 'GPUs, or MIG devices, of which dcgm-exporter tells.', width: 6 }),
        stat('Busy', `avg(${once(gpu('DCGM_FI_PROF_GR_ENGINE_ACTIVE'))})`, { description: 'Share of the time in which the GPUs do anything.', unit: 'percentunit', max: 1, width: 6 }),
        stat('Power', `sum(${perMachineGpu(gpu('DCGM_FI_DEV_POWER_USAGE'))})`, { description: 'Power that all GPUs draw.', unit: 'watt', width: 6 }),
        stat('Hottest', `max(${gpu('DCGM_FI_DEV_GPU_TEMP')})`, { description: 'Temperature of the hottest GPU.', unit: 'celsius', warnFrom: 80, badFrom: 85, width: 6 }),
      ],
    },
    ...hasJobs ? [{
      title: 'Jobs',
      panels: [
        table('Jobs and their GPUs', 'hpc_job', 'Job', [
          { title: 'GPUs', expr: `count by (hpc_job) (${ofJobs('DCGM_FI_DEV_GPU_TEMP')})` },
          { title: 'Busy', expr: `avg by (hpc_job) (${ofJobs('DCGM_FI_PROF_GR_ENGINE_ACTIVE')})`, unit: 'percentunit' },
          { title: 'Tensor cores', expr: `avg by (hpc_job) (${ofJobs('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE')})`, unit: 'percentunit' },
          { title: 'Memory bus', expr: `avg by (hpc_job) (${ofJobs('DCGM_FI_PROF_DRAM_ACTIVE')})`, unit: 'percentunit' },
          { title: 'Memory used', expr: `sum by (hpc_job) (${ofJobs('DCGM_FI_DEV_FB_USED')})`, unit: 'mbytes' },
          { title: 'Power', expr: `sum by (hpc_job) (${ofJobs('DCGM_FI_DEV_POWER_USAGE')})`, unit: 'watt' },
          { title: 'Hottest', expr: `max by (hpc_job) (${ofJobs('DCGM_FI_DEV_GPU_TEMP')})`, unit: 'celsius' },
        ], { description: 'Jobs that hold GPUs now. Much held and little busy is worth a question to the owner.' }),
        timeseries('Tensor cores busy', [{ expr: `avg by (hpc_job) (${ofJobs('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE')})`, legend: '{{hpc_job}}' }], {
          description: 'Share of the time in which tensor cores work: the best sign of useful training.', unit: 'percentunit', max: 1,
        }),
        timeseries('GPUs busy', [{ expr: `avg by (hpc_job) (${ofJobs('DCGM_FI_PROF_GR_ENGINE_ACTIVE')})`, legend: '{{hpc_job}}' }], {
          description: 'Share of the time in which the GPUs of the job do anything.', unit: 'percentunit', max: 1,
        }),
        timeseries('The slowest GPU of a job', [{ expr: `min by (hpc_job) (${ofJobs('DCGM_FI_DEV_SM_CLOCK')})`, legend: '{{hpc_job}}' }], {
          description: 'Lowest clock among the GPUs of the job; a collective job is as fast as that one.', unit: 'rotmhz',
        }),
        timeseries('Energy', [{ expr: `sum by (hpc_job) (increase(${ofJobs('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION')}[1h])) / 3.6e9`, legend: '{{hpc_job}}' }], {
          description: 'Energy of the last hour.', unit: 'kwatth',
        }),
      ],
    }] : [],
    {
      title: 'GPUs',
      panels: [
        timeseries('Busy', [{ expr: byPod('avg', gpu('DCGM_FI_PROF_GR_ENGINE_ACTIVE')), legend }], { description: 'Share of the time in which the GPUs of the worker do anything.', unit: 'percentunit', max: 1 }),
        timeseries('Memory used', [{ expr: byPod('sum', gpu('DCGM_FI_DEV_FB_USED')), legend }], { description: 'Memory of the GPUs of the worker that is used.', unit: 'mbytes' }),
        timeseries('Temperature', [{ expr: byPod('max', gpu('DCGM_FI_DEV_GPU_TEMP')), legend }], { description: 'The hottest GPU of the worker.', unit: 'celsius', badFrom: 85 }),
        timeseries('Power', [{ expr: byPod('sum', gpu('DCGM_FI_DEV_POWER_USAGE')), legend }], { description: 'Power that the GPUs of the worker draw. MIG devices each show that of their whole GPU.', unit: 'watt' }),
        timeseries('PCIe', [
          { expr: byPod('sum', gpu('DCGM_FI_PROF_PCIE_RX_BYTES')), legend: `${legend} in` }, { expr: byPod('sum', gpu('DCGM_FI_PROF_PCIE_TX_BYTES')), legend: `${legend} out` },
        ], { description: 'What goes over PCIe.', unit: 'Bps' }),
        ...series.hasFurtherGpuMetrics ? [timeseries('NVLink', [
          { expr: byPod('sum', gpu('DCGM_FI_PROF_NVLINK_RX_BYTES')), legend: `${legend} in` }, { expr: byPod('sum', gpu('DCGM_FI_PROF_NVLINK_TX_BYTES')), legend: `${legend} out` },
        ], { description: 'What goes over NVLink.', unit: 'Bps' })] : [],
      ],
    },
    {
      title: 'Faults',
      panels: [
        timeseries('XID errors', [{ expr: `${once(gpu('DCGM_FI_DEV_XID_ERRORS'))} > 0`, legend: oneGpu }], { description: 'Number of the last XID error; it stays until the driver starts anew. docs/health.md tells which matter.', decimals: 0 }),
        timeseries('Rows of memory replaced', [
          { expr: `${once(gpu('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS'))} > 0`, legend: `${oneGpu} uncorrectable` }, { expr: `${once(gpu('DCGM_FI_DEV_ROW_REMAP_FAILURE'))} > 0`, legend: `${oneGpu} failed` },
        ], { description: 'Rows that had errors and were replaced by spare ones; failed means that none was left.', decimals: 0 }),
        timeseries('PCIe transfers repeated', [{ expr: `${once(rate('DCGM_FI_DEV_PCIE_REPLAY_COUNTER'))} > 0`, legend: oneGpu }], { description: 'A bad contact, when it goes on.', unit: 'cps' }),
        ...series.hasFurtherGpuMetrics ? [
          timeseries('NVLink errors', [
            { expr: `${once(rate('DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL'))} > 0`, legend: `${oneGpu} CRC` }, { expr: `${once(rate('DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL'))} > 0`, legend: `${oneGpu} replays` },
            { expr: `${once(rate('DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL'))} > 0`, legend: `${oneGpu} recoveries` },
          ], { description: 'Errors a second on the links of the GPU.', unit: 'cps' }),
          timeseries('Slowed down', [
            { expr: `${once(rate('DCGM_FI_DEV_THERMAL_VIOLATION'))} > 0`, legend: `${oneGpu} heat` }, { expr: `${once(rate('DCGM_FI_DEV_POWER_VIOLATION'))} > 0`, legend: `${oneGpu} power` },
          ], { description: 'GPUs that do not reach their clock, for heat or for power. Compare them with each other: the unit differs between drivers.' }),
          timeseries('ECC errors', [
            { expr: `${once(gpu('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL'))} > 0`, legend: `${oneGpu} uncorrectable` }, { expr: `${once(gpu('DCGM_FI_DEV_ECC_SBE_VOL_TOTAL'))} > 0`, legend: `${oneGpu} corrected` },
          ], { description: 'Errors of memory since the driver started.', decimals: 0 }),
        ] : [],
      ],
    },
  ];
}
