/** Metrics that dcgm-exporter of the GPU Operator has when nobody configures it. */
export const usualDcgmMetrics = [
  'DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS', 'DCGM_FI_DEV_DEC_UTIL', 'DCGM_FI_DEV_ENC_UTIL', 'DCGM_FI_DEV_FB_FREE', 'DCGM_FI_DEV_FB_RESERVED', 'DCGM_FI_DEV_FB_USED',
  'DCGM_FI_DEV_GPU_TEMP', 'DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_DEV_MEMORY_TEMP', 'DCGM_FI_DEV_MEM_CLOCK', 'DCGM_FI_DEV_MEM_COPY_UTIL', 'DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL',
  'DCGM_FI_DEV_PCIE_REPLAY_COUNTER', 'DCGM_FI_DEV_POWER_USAGE', 'DCGM_FI_DEV_ROW_REMAP_FAILURE', 'DCGM_FI_DEV_SM_CLOCK', 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION',
  'DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', 'DCGM_FI_DEV_VGPU_LICENSE_STATUS', 'DCGM_FI_DEV_XID_ERRORS', 'DCGM_FI_PROF_DRAM_ACTIVE', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE',
  'DCGM_FI_PROF_PCIE_RX_BYTES', 'DCGM_FI_PROF_PCIE_TX_BYTES', 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE',
] as const;

/** Metrics beyond those, which the exporter has when its list names them. */
const furtherDcgmMetrics = [
  'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', 'DCGM_FI_DEV_ECC_SBE_VOL_TOTAL', 'DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL', 'DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL',
  'DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL', 'DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL', 'DCGM_FI_DEV_POWER_VIOLATION', 'DCGM_FI_DEV_THERMAL_VIOLATION',
  'DCGM_FI_PROF_NVLINK_RX_BYTES', 'DCGM_FI_PROF_NVLINK_TX_BYTES', 'DCGM_FI_PROF_SM_ACTIVE', 'DCGM_FI_PROF_SM_OCCUPANCY',
] as const;

/** Name of a metric of dcgm-exporter. */
export type DcgmMetric = typeof usualDcgmMetrics[number] | typeof furtherDcgmMetrics[number];

const counters: readonly DcgmMetric[] = [
  'DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS', 'DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL', 'DCGM_FI_DEV_PCIE_REPLAY_COUNTER', 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION',
  'DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', ...furtherDcgmMetrics.filter(name => name.startsWith('DCGM_FI_DEV_')),
];

/** The list of dcgm-exporter, a line a metric: the usual ones, those beyond them and the driver's version as a label. */
export function dcgmMetricsList(): string {
  return [
    ...[...usualDcgmMetrics, ...furtherDcgmMetrics].sort().map(name => `${name}, ${counters.includes(name) ? 'counter' : 'gauge'}, ${words(name)}`),
    'DCGM_FI_DRIVER_VERSION, label, driver version',
  ].map(line => `${line}\n`).join('');
}

// The exporter wants a help text; the name says it all.
function words(name: DcgmMetric): string {
  return name.replace(/^DCGM_FI_(DEV|PROF)_/, '').toLowerCase().replace(/_/g, ' ');
}
