export * from './file-system-options';
export type { MountOptions } from './mounts';
export type { CsiSecretReference } from './persistent-volume';
export { SharedFileSystem } from './shared-file-system';
