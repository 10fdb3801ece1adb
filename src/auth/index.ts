export { AuthKeys, ExistingAuthKeys, ExternalSecretsKeysOptions } from './auth-keys';
export { BootstrapJobOptions } from './bootstrap-secrets';
export { Jwks } from './jwks';
export { JwtToken, JwtTokenOptions, JwtTokenProps } from './jwt-token';
