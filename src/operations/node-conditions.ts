/**
 * Conditions of Kubernetes nodes that are True when hardware or the system is broken: those of `NodeProblemRules`, of node-problem-detector, and those that
 * NVSentinel sets for faults it takes a machine out for.
 */
export const usualNodeConditions: readonly string[] = [
  'GpuXid', 'NvSwitchSxid',
  'KernelDeadlock', 'ReadonlyFilesystem', 'XfsShutdown', 'CperHardwareErrorFatal',
  'GpuMemWatch', 'GpuThermalWatch', 'GpuPcieWatch', 'GpuPowerWatch', 'GpuInforomWatch', 'GpuSmWatch', 'GpuNvlinkWatch', 'GpuMcuWatch', 'GpuPmuWatch', 'GpuDriverWatch',
  'SysLogsXIDError', 'SysLogsSXIDError', 'SysLogsGPUFallenOff', 'NVSwitchFatalError', 'NVSwitchDown',
];
