import { Size } from 'cdk8s';
import { efaMachines, instanceTypeLabel } from './instance-types';
import { EfaOptions } from './network-options';
import { isOtherModel, NetworkHost, NetworkSetup } from './network-setup';
import { Problem } from '../errors/refuse';
import type { Gpu } from '../gpu';

const resource = 'vpc.amazonaws.com/efa';

/** Elastic Fabric Adapters of AWS, handed out by AWS's device plugin. */
export function efa(options: EfaOptions): NetworkSetup {
  const machine = options.instanceType === undefined ? undefined : efaMachines[options.instanceType];
  const devices = ({ gpu }: NetworkHost) => options.interfaces ?? (options.instanceType === undefined ? devicesBeside(gpu) : machine?.interfaces);
  const hugePages = options.hugePages ?? Size.mebibytes(5120);
  const hasHugePages = hugePages.toKibibytes() > 0;
  return {
    name: 'GpuNetwork.efa',
    cloud: 'AWS',
    parts: host => ({
      limits: { [resource]: devices(host)! },
      hugePages: hasHugePages ? hugePages : undefined,
      nodeSelector: options.instanceType === undefined ? undefined : { [instanceTypeLabel]: options.instanceType },
      nccl: {
        NCCL_SOCKET_IFNAME: '^docker,lo',
        ...hasHugePages ? {} : { FI_EFA_USE_HUGE_PAGE: '0' },
        ...host.gpu?.multiNodeNvlink ? { NCCL_MNNVL_ENABLE: '1', NCCL_NVLS_ENABLE: '1' } : {},
        ...options.nccl,
      },
    }),
    problems: host => [...countProblems(options, host, devices(host)), ...machineProblems(options, host)],
  };
}

// H200 sit in machines with 16 and in others with 32 devices, so they tell nothing.
function devicesBeside(gpu: Gpu | undefined): number | undefined {
  const counts = new Set(Object.values(efaMachines).filter(machine => gpu && machine.gpu.test(gpu.name)).map(({ interfaces }) => interfaces));
  return counts.size === 1 ? [...counts][0] : undefined;
}

function countProblems({ interfaces, instanceType }: EfaOptions, { gpu }: NetworkHost, devices: number | undefined): Problem[] {
  const machine = instanceType === undefined ? undefined : efaMachines[instanceType];
  if (interfaces !== undefined && !(Number.isInteger(interfaces) && interfaces >= 1 && interfaces <= 64)) {
    return [{ id: 'NET-001', what: `'interfaces' is ${interfaces}, and EFA devices are counted in whole numbers from 1`, fix: 'use e.g. 16' }];
  }
  if (devices === undefined) {
    const types = Object.keys(efaMachines).filter(type => gpu && efaMachines[type].gpu.test(gpu.name));
    return [{
      id: 'NET-002',
      what: `how many EFA devices ${instanceType ?? 'the machines'} ${instanceType === undefined ? 'have' : 'has'} is not known${types.length > 0 ? `: ${gpu!.name} sit in ${types.map(type => `${type} with ${efaMachines[type].interfaces}`).join(' and ')}` : ''}`,
      fix: types.length > 0 && instanceType === undefined ? `set 'instanceType', e.g. '${types[types.length - 1]}'` : "set 'interfaces', e.g. 1",
    }];
  }
  return machine !== undefined && interfaces !== undefined && interfaces !== machine.interfaces ? [{
    id: 'NET-003',
    what: `'interfaces' is ${interfaces}, and ${instanceType} has ${machine.interfaces} EFA devices: ${interfaces > machine.interfaces ? 'no worker would ever be placed' : 'the others would lie idle'}`,
    fix: "leave 'interfaces' out",
  }] : [];
}

function machineProblems({ instanceType, interfaces }: EfaOptions, { gpu, gpusPerNode }: NetworkHost): Problem[] {
  if (instanceType !== undefined && !/^[a-z0-9-]+\.[a-z0-9-]+$/.test(instanceType)) {
    return [{ id: 'NET-004', what: `'instanceType' is '${instanceType}', which is no type of machine of AWS`, fix: "use e.g. 'p5.48xlarge'" }];
  }
  const machine = instanceType === undefined ? undefined : efaMachines[instanceType];
  if (machine !== undefined && isOtherModel(gpu, machine.gpu)) {
    return [{
      id: 'NET-005',
      what: `'instanceType' is ${instanceType}, which has no ${gpu!.name}: no worker would ever be placed`,
      fix: `use ${typesOf(gpu!) || 'another type'}, or correct 'gpu'`,
    }];
  }
  if (machine !== undefined && gpusPerNode !== undefined && gpusPerNode > machine.gpus) {
    return [{ id: 'NET-005', what: `nodes have ${gpusPerNode} GPUs and ${instanceType} has ${machine.gpus}: no worker would ever be placed`, fix: `set 'gpusPerNode' to ${machine.gpus}` }];
  }
  const most = Math.max(...Object.values(efaMachines).filter(each => gpu && each.gpu.test(gpu.name)).map(each => each.interfaces));
  return instanceType === undefined && interfaces !== undefined && Number.isFinite(most) && interfaces > most ? [{
    id: 'NET-003',
    what: `'interfaces' is ${interfaces}, and machines with ${gpu!.name} have ${most} EFA devices at most: no worker would ever be placed`,
    fix: `set 'instanceType' to ${typesOf(gpu!)} instead`,
  }] : [];
}

function typesOf(gpu: Gpu): string {
  return Object.keys(efaMachines).filter(type => efaMachines[type].gpu.test(gpu.name)).map(type => `'${type}'`).join(' or ');
}
