export * from './dcgm-metrics-list';
export * from './metrics-source';
export * from './slurm-alert';
export * from './slurm-alerts';
export * from './slurm-dashboards';
