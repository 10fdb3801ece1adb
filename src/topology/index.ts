export * from './topology';
export * from './topology-members';
export * from './topology-options';
