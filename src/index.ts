export * from './accounting';
export * from './auth';
export * from './cluster';
export * from './gpu';
export * from './identity';
export * from './login';
export * from './pods';
export * from './storage';
export * as slinky from './slinky';
