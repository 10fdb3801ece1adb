import { ConfigMapSize } from './fit/config-map-size';
import { DefaultPartition } from './fit/default-partition';
import { GpuIsolation } from './fit/gpu-isolation';
import { GpuLimitNeedsGres } from './fit/gpu-limit-needs-gres';
import { GresConfPresent } from './fit/gres-conf';
import { GresEqualsLimit } from './fit/gres-equals-limit';
import { GresNeedsDevice } from './fit/gres-needs-device';
import { GresReadable } from './fit/gres-readable';
import { GresTypesListed } from './fit/gres-types';
import { LoginPrivilege } from './fit/login-privilege';
import { MinimumRelease } from './fit/minimum-release';
import { NodeNameForm } from './fit/node-name-form';
import { NodeNamesUnique } from './fit/node-names-unique';
import { NodeResources } from './fit/node-resources';
import { OneDefaultPartition } from './fit/one-default-partition';
import { PartitionNodes } from './fit/partition-nodes';
import { PartitionPresent } from './fit/partition-present';
import { PartitionTopology } from './fit/partition-topology';
import { PinnedImages } from './fit/pinned-images';
import { PlainPasswords } from './fit/plain-passwords';
import { PodSecurityLevel } from './fit/pod-security';
import { PolicyNames } from './fit/policy-names';
import { PolicyTres } from './fit/policy-tres';
import { ReleaseOrder } from './fit/release-order';
import { SameFileSystems } from './fit/same-file-systems';
import { SharedMemory } from './fit/shared-memory';
import { SharedMemoryBudget } from './fit/shared-memory-budget';
import { AccountingPresent } from './operator/accounting-present';
import { AccountingStorage } from './operator/accounting-storage';
import { ApiVersion } from './operator/api-version';
import { AutoscaledJobSize } from './operator/autoscaled-job-size';
import { AutoscaledPartLimits } from './operator/autoscaled-part-limits';
import { ClientSideApply } from './operator/client-side-apply';
import { ConfigFileNames } from './operator/config-file-names';
import { ConfigMapsPresent } from './operator/config-maps-present';
import { ContainerOverrides } from './operator/container-overrides';
import { ControllerNames } from './operator/controller-names';
import { ControllerPresent } from './operator/controller-present';
import { DaemonSetTolerations } from './operator/daemon-set-tolerations';
import { DnsSearches } from './operator/dns-searches';
import { DroppedDefaults } from './operator/dropped-defaults';
import { DuplicatePartitions } from './operator/duplicate-partitions';
import { ExternalAccounting } from './operator/external-accounting';
import { ExternalController } from './operator/external-controller';
import { ExternalControllerIgnores } from './operator/external-controller-ignores';
import { FieldTypes } from './operator/field-types';
import { ForeignFeatures } from './operator/foreign-features';
import { GeneratedObjectNames } from './operator/generated-object-names';
import { ImagesSet } from './operator/images-set';
import { InplaceReconfigure } from './operator/inplace-reconfigure';
import { KeyReferences } from './operator/key-references';
import { ManagedKeyLines } from './operator/managed-keys';
import { MaxNodeCount } from './operator/max-node-count';
import { ModeDependentFields } from './operator/mode-dependent-fields';
import { NodeSetAdmission } from './operator/node-set-admission';
import { NodeSetExtraConf } from './operator/node-set-extra-conf';
import { ObjectNameLength } from './operator/object-name-length';
import { OperatorKeys } from './operator/operator-keys';
import { PartitionConfig } from './operator/partition-config';
import { Persistence } from './operator/persistence';
import { PodAnnotations } from './operator/pod-annotations';
import { RequiredReferences } from './operator/required-references';
import { ReservedConfigFiles } from './operator/reserved-config-files';
import { RestApiPresent } from './operator/rest-api';
import { SackdOptions } from './operator/sackd-options';
import { ServiceMonitorNeedsMetrics } from './operator/service-monitor';
import { ServicePorts } from './operator/service-ports';
import { SlurmNodeSetNames } from './operator/slurm-node-set-names';
import { SshNeedsContain } from './operator/ssh-needs-contain';
import { UnknownConfigFiles } from './operator/unknown-config-files';
import { UnknownFields } from './operator/unknown-fields';
import { SLURM_RULES } from './slurm';
import { compareText } from '../config-files';
import { ILintRule } from '../rule';

/** Every rule, ordered by id. */
export const RULES: readonly ILintRule[] = [
  new GpuLimitNeedsGres(),
  new GresTypesListed(),
  new GresConfPresent(),
  new GpuIsolation(),
  new GresEqualsLimit(),
  new GresNeedsDevice(),
  new SharedMemory(),
  new NodeResources(),
  new NodeNameForm(),
  new NodeNamesUnique(),
  new ReleaseOrder(),
  new PinnedImages(),
  new PodSecurityLevel(),
  new OneDefaultPartition(),
  new DefaultPartition(),
  new PartitionPresent(),
  new PartitionNodes(),
  new SameFileSystems(),
  new SharedMemoryBudget(),
  new LoginPrivilege(),
  new PlainPasswords(),
  new MinimumRelease(),
  new GresReadable(),
  new ConfigMapSize(),
  new PartitionTopology(),
  new PolicyNames(),
  new PolicyTres(),
  new NodeSetExtraConf(),
  new ManagedKeyLines(),
  new MaxNodeCount(),
  new DroppedDefaults(),
  new ServicePorts(),
  new ExternalAccounting(),
  new ExternalController(),
  new ContainerOverrides(),
  new ConfigFileNames(),
  new GeneratedObjectNames(),
  new ControllerNames(),
  new ForeignFeatures(),
  new SlurmNodeSetNames(),
  new DuplicatePartitions(),
  new InplaceReconfigure(),
  new RestApiPresent(),
  new ClientSideApply(),
  new AccountingPresent(),
  new ConfigMapsPresent(),
  new DaemonSetTolerations(),
  new DnsSearches(),
  new PartitionConfig(),
  new OperatorKeys(),
  new PodAnnotations(),
  new Persistence(),
  new KeyReferences(),
  new ObjectNameLength(),
  new ImagesSet(),
  new ReservedConfigFiles(),
  new UnknownConfigFiles(),
  new SackdOptions(),
  new NodeSetAdmission(),
  new ExternalControllerIgnores(),
  new ModeDependentFields(),
  new ServiceMonitorNeedsMetrics(),
  new FieldTypes(),
  new SshNeedsContain(),
  new ApiVersion(),
  new UnknownFields(),
  new AccountingStorage(),
  new RequiredReferences(),
  new ControllerPresent(),
  new AutoscaledPartLimits(),
  new AutoscaledJobSize(),
  ...SLURM_RULES,
].sort((left, right) => compareText(left.id, right.id));
