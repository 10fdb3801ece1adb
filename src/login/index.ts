export { LoginSet } from './login-set';
export type { LoginSetProps } from './login-set';
export type { LoginSetOptions } from './login-set-options';
