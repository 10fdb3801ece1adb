import * as pulumi from '@pulumi/pulumi';

// A stack that another one takes its database from.
export const host = 'mysql.example.com';
export const port = 3307;
export const password = pulumi.secret('password-of-the-database');
