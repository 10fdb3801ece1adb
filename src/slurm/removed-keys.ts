import { KeywordTable } from './catalog';

/** A key of an older Slurm. */
export interface RemovedKey {
  /** As the manual spelled it. */
  readonly name: string;
  /** First release that does not know it. */
  readonly release: string;
  /** What to write instead. */
  readonly instead: string;
}

// From the key tables of the releases 14.03 to 26.05.
const removedKeys: { readonly [table: string]: readonly RemovedKey[] } = {
  [KeywordTable.SLURM_CONF]: [
    { name: 'AccountingStorageLoc', release: '25.11', instead: 'remove it; slurmdbd knows its database from StorageLoc in slurmdbd.conf' },
    { name: 'CacheGroups', release: '21.08', instead: 'remove it; GroupUpdateTime says how often groups are read' },
    { name: 'CheckpointType', release: '21.08', instead: 'remove it' },
    { name: 'ChosLoc', release: '20.11', instead: 'remove it' },
    { name: 'DefaultStorageHost', release: '21.08', instead: 'write AccountingStorageHost or JobCompHost' },
    { name: 'DefaultStorageLoc', release: '21.08', instead: 'write JobCompLoc' },
    { name: 'DefaultStoragePass', release: '21.08', instead: 'write AccountingStoragePass or JobCompPass' },
    { name: 'DefaultStoragePort', release: '21.08', instead: 'write AccountingStoragePort or JobCompPort' },
    { name: 'DefaultStorageType', release: '21.08', instead: 'write AccountingStorageType or JobCompType' },
    { name: 'DefaultStorageUser', release: '21.08', instead: 'write JobCompUser' },
    { name: 'DynAllocPort', release: '15.08', instead: 'remove it' },
    { name: 'FrontendName', release: '25.05', instead: 'remove the line' },
    { name: 'JobCheckpointDir', release: '21.08', instead: 'remove it' },
    { name: 'Layouts', release: '20.11', instead: 'remove it' },
    { name: 'MemLimitEnforce', release: '21.08', instead: 'write JobAcctGatherParams=OverMemoryKill, or constrain memory in cgroup.conf' },
    { name: 'MsgAggregationParams', release: '20.11', instead: 'remove it' },
    { name: 'SchedulerAuth', release: '24.05', instead: 'remove it' },
    { name: 'SchedulerPort', release: '21.08', instead: 'remove it' },
    { name: 'SchedulerRootFilter', release: '21.08', instead: 'remove it' },
    { name: 'SlurmctldPlugstack', release: '23.02', instead: 'remove it' },
    { name: 'SlurmdPlugstack', release: '17.11', instead: 'remove it' },
  ],
  [KeywordTable.CGROUP_CONF]: [
    { name: 'AllowedKmemSpace', release: '23.11', instead: 'remove it' },
    { name: 'CgroupReleaseAgentDir', release: '25.11', instead: 'remove it' },
    { name: 'CgroupSubsystems', release: '17.11', instead: 'remove it' },
    { name: 'ConstrainKmemSpace', release: '23.11', instead: 'remove it; ConstrainRAMSpace holds kernel memory with cgroup v2' },
    { name: 'MaxKmemPercent', release: '23.11', instead: 'remove it' },
    { name: 'MinKmemSpace', release: '23.11', instead: 'remove it' },
    { name: 'RootOwnedCgroups', release: '23.11', instead: 'remove it' },
    { name: 'TaskAffinity', release: '22.05', instead: 'write TaskPlugin=task/affinity,task/cgroup in slurm.conf' },
  ],
};

/** The removed key of that name, if old manuals had it. */
export function removedIn(table: KeywordTable, name: string): RemovedKey | undefined {
  return removedKeys[table]?.find(each => each.name.toLowerCase() === name.toLowerCase());
}
