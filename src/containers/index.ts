export * from './container-options';
export * from './job-containers';
export * from './job-namespaces';
export * from './mpi';
export * from './node-storage';
