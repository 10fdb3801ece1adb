export * from './health-check';
export * from './node-health';
export * from './node-problem-rules';
