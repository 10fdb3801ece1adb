export * from './dcgm-job-mapping';
export * from './gpu';
export * from './gpu-devices';
export * from './gpu-node-set';
export * from './gpu-sharing';
export * from './mig';
export * from './nvlink-compute-domain';
