export { AuthKeys } from './auth-keys';
export type { ExistingAuthKeys, ExternalSecretsKeysOptions } from './auth-keys';
export type { BootstrapJobOptions } from './bootstrap-secrets';
export { Jwks } from './jwks';
export { JwtToken } from './jwt-token';
export type { JwtTokenOptions, JwtTokenProps } from './jwt-token';
