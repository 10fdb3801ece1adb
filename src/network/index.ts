export * from './gpu-network';
export * from './network-options';
