/**
 * Stands in for the plugin of @pulumi/random where it cannot be had: makes RandomBytes as the real one does, as far as our keys use them. The engine starts it
 * as a program of its own and talks to it over gRPC.
 */
import { randomBytes } from 'crypto';
import * as pulumi from '@pulumi/pulumi';

const provider: pulumi.provider.Provider = {
  version: '4.21.2',
  check: async (_, __, inputs: { length: number }) => ({ inputs }),
  diff: async (_, __, old: { length: number }, inputs: { length: number }) => ({ changes: old.length !== inputs.length, replaces: ['length'] }),
  create: async (_, inputs: { length: number }) => {
    const bytes = randomBytes(inputs.length);
    return { id: bytes.subarray(0, 8).toString('hex'), outs: { ...inputs, base64: bytes.toString('base64'), hex: bytes.toString('hex') } };
  },
  delete: async () => undefined,
};

void pulumi.provider.main(provider, process.argv.slice(2));
