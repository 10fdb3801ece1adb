export { type Substitution } from './conf-editor';
export { findSlurm, type SlurmSources } from './find-slurm';
export { announce, type RunningSandbox, runningSandboxes } from './running-sandboxes';
export { type CommandResult, Sandbox, type SandboxOptions } from './sandbox';
export { SandboxError } from './sandbox-error';
export { SlurmInstallation } from './slurm-installation';
