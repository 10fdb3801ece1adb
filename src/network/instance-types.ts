/** What is known of a type of machine with EFA. */
export interface EfaMachine {
  readonly interfaces: number;
  readonly gpus: number;
  /** Models of the catalogue that sit in it, by the name that the driver tells. */
  readonly gpu: RegExp;
}

/** EFA devices of AWS's GPU machines. */
export const efaMachines: { readonly [instanceType: string]: EfaMachine } = {
  'p4d.24xlarge': { interfaces: 4, gpus: 8, gpu: /A100-SXM4-40GB/ },
  'p4de.24xlarge': { interfaces: 4, gpus: 8, gpu: /A100-SXM4-80GB/ },
  'p5.48xlarge': { interfaces: 32, gpus: 8, gpu: /H100 80GB/ },
  'p5e.48xlarge': { interfaces: 32, gpus: 8, gpu: / H200/ },
  'p5en.48xlarge': { interfaces: 16, gpus: 8, gpu: / H200/ },
  'p6-b200.48xlarge': { interfaces: 8, gpus: 8, gpu: / B200/ },
  'p6e-gb200.36xlarge': { interfaces: 4, gpus: 4, gpu: /GB200/ },
};

const labelsOfClouds: { readonly [cloud: string]: RegExp } = {
  'AWS': /^(eks\.amazonaws\.com|karpenter\.k8s\.aws|topology\.k8s\.aws|vpc\.amazonaws\.com|sagemaker\.amazonaws\.com)\//,
  'Google Cloud': /^cloud\.google\.com\//,
  'Oracle Cloud': /^(oci|oke)\.oraclecloud\.com\//,
  'Azure': /^kubernetes\.azure\.com\//,
};

const instancesOfClouds: { readonly [cloud: string]: RegExp } = {
  'AWS': /^[a-z0-9-]+\.(nano|micro|small|medium|(\d*x)?large|\d+xlarge|metal[a-z0-9-]*)$/,
  'Google Cloud': /^[a-z]\d[a-z]*-[a-z]+/,
  'Oracle Cloud': /^(BM|VM)\./,
  'Azure': /^Standard_/,
};

/** The label that holds the type of a machine, on every cloud. */
export const instanceTypeLabel = 'node.kubernetes.io/instance-type';

/** The label of a selector that only nodes of a cloud have, and that cloud. */
export function cloudOfSelector(selector: { readonly [label: string]: string }): { cloud: string; label: string } | undefined {
  for (const [label, value] of Object.entries(selector)) {
    const cloud = Object.keys(labelsOfClouds).find(each => labelsOfClouds[each].test(label))
      ?? (label === instanceTypeLabel ? Object.keys(instancesOfClouds).find(each => instancesOfClouds[each].test(value)) : undefined);
    if (cloud !== undefined) {
      return { cloud, label: `${label}=${value}` };
    }
  }
  return undefined;
}
