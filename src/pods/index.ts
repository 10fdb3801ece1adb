export * from './pod-options';
export * from './service-options';
