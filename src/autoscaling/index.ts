export * from './auto-scaling-options';
export * from './autoscaler';
export * from './prometheus-server';
