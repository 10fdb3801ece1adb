/** One trap of slurm-operator v1.2, and what keeps a user out of it. */
export interface Trap {
  /** Number on the operator sheet. */
  readonly number: number;
  /** What happens to the unwary. */
  readonly trap: string;
  /** How our constructs make it impossible, or refuse it: the API, with the ids of its errors. */
  readonly constructs: string;
  /** Rules that find it in any manifests. */
  readonly rules: string[];
  /** Why no rule can see it, where that is so. */
  readonly unseen?: string;
  /** Tests, relative to `test`. */
  readonly tests: string[];
}

const RULE_TESTS = 'model/rules/rules.test.ts';

/** The 25 traps, in the order of the sheet. */
export const TRAPS: readonly Trap[] = [
  {
    number: 1,
    trap: 'a double blank or a bare word in extraConf of a NodeSet panics the reconciler for good',
    constructs: 'NodeSet writes the line from typed props; extraNodeConf is a map without blanks (NODE-034)',
    rules: ['OPR-001'],
    tests: [RULE_TESTS, 'model/predict/node-conf-argument.test.ts', 'cluster/node-set.test.ts'],
  },
  {
    number: 2,
    trap: 'SlurmctldParameters, AuthInfo and AuthAltParameters are merged: blanks and quotes break it, values lose their case, only the last line counts',
    constructs: 'slurmctldParameters, authInfo and authAltParameters are lists (CONF-040, CONF-041, CONF-042)',
    rules: ['OPR-002'],
    tests: [RULE_TESTS, 'model/predict/merged-config.test.ts', 'cluster/slurm-conf-settings.test.ts', 'cluster/extra-slurm-conf.test.ts'],
  },
  {
    number: 3,
    trap: 'MaxNodeCount is 1024 whatever the node sets ask for',
    constructs: 'SlurmCluster adds MaxNodeCount as soon as its node sets can pass 1024',
    rules: ['OPR-003'],
    tests: [RULE_TESTS, 'cluster/slurm-cluster.test.ts'],
  },
  {
    number: 4,
    trap: 'GresTypes, PrologFlags, TaskPlugin and others that operator 1.1 wrote are gone',
    constructs: 'SlurmCluster sets them, and GresTypes from the GRES of its node sets',
    rules: ['FIT-002', 'OPR-004', 'OPR-038'],
    tests: [RULE_TESTS, 'cluster/slurm-cluster.test.ts', 'gpu/gpu-node-set.test.ts'],
  },
  {
    number: 5,
    trap: 'another Service port than the default one leaves the peers dialling the old one',
    constructs: 'ServiceOptions has no port',
    rules: ['OPR-005'],
    tests: [RULE_TESTS],
  },
  {
    number: 6,
    trap: 'the address of an external Accounting is never used',
    constructs: 'Accounting writes AccountingStorageHost and AccountingStoragePort of an external slurmdbd into slurm.conf',
    rules: ['OPR-006'],
    tests: [RULE_TESTS, 'accounting/accounting.test.ts'],
  },
  {
    number: 7,
    trap: 'the port of an external Controller is ignored for slurmrestd, and its key references are needed although optional',
    constructs: 'externalController takes port 6817 only (CTLD-005); SlurmCluster always sets both keys',
    rules: ['OPR-007', 'OPR-034'],
    tests: [RULE_TESTS, 'cluster/slurm-cluster.test.ts'],
  },
  {
    number: 8,
    trap: 'probes without handler, zero values and double container names do not survive the merge',
    constructs: 'containerTemplate and podTemplate are checked (POD-001, POD-002, POD-013, ESC-010, ESC-011)',
    rules: ['OPR-008'],
    tests: [RULE_TESTS, 'cluster/node-set.test.ts'],
  },
  {
    number: 9,
    trap: 'two files of one name in /etc/slurm hide each other',
    constructs: 'each kind of script has its own prefix; a second file of one name is refused (SCR-005, CONF-103)',
    rules: ['OPR-009', 'OPR-030'],
    tests: [RULE_TESTS, 'cluster/slurm-cluster.test.ts'],
  },
  {
    number: 10,
    trap: 'a user object has the name of one that the operator writes',
    constructs: 'our object names differ from the operator\'s; a foreign ConfigMap of such a name is refused (NAME-005)',
    rules: ['OPR-010'],
    tests: [RULE_TESTS, 'cluster/slurm-cluster.test.ts'],
  },
  {
    number: 11,
    trap: 'Controllers of one name in two namespaces stop rolling updates',
    constructs: 'a cluster with the name of one in another namespace of the app is refused (NAME-004)',
    rules: ['OPR-011'],
    tests: [RULE_TESTS, 'cluster/slurm-cluster.test.ts'],
  },
  {
    number: 12,
    trap: 'a feature called like another NodeSet draws its nodes into that one',
    constructs: 'seen by the rule at synthesis',
    rules: ['OPR-012'],
    tests: [RULE_TESTS],
  },
  {
    number: 13,
    trap: 'two NodeSets have the same name in Slurm',
    constructs: 'the name of a NodeSet makes its hostname, and a second one of a name is refused (NAME-003)',
    rules: ['FIT-010', 'OPR-013'],
    tests: [RULE_TESTS, 'cluster/node-set.test.ts'],
  },
  {
    number: 14,
    trap: 'a partition is defined twice',
    constructs: 'Partition is the only way to declare one, and a second one of a name is refused (PART-005)',
    rules: ['OPR-014'],
    tests: [RULE_TESTS, 'cluster/partition.test.ts'],
  },
  {
    number: 15,
    trap: 'slurmctld restarts on every change of node sets or partitions',
    constructs: 'inplaceReconfigure is on by default; without it the pod carries the digests of its files',
    rules: ['OPR-015'],
    tests: [RULE_TESTS, 'cluster/slurm-cluster.test.ts'],
  },
  {
    number: 16,
    trap: 'changes of persistence do nothing once the volume exists',
    constructs: 'said in the docstring of the state storage',
    rules: ['OPR-026'],
    unseen: 'a change shows only beside the state before it; what a rule sees is a volume that cannot be made at all',
    tests: [RULE_TESTS],
  },
  {
    number: 17,
    trap: 'without a RestApi, removing nodes kills their jobs',
    constructs: 'SlurmCluster always makes one, with a replica at least (CTLD-010)',
    rules: ['OPR-017'],
    tests: [RULE_TESTS, 'cluster/rest-api.test.ts'],
  },
  {
    number: 18,
    trap: 'client-side apply restarts the daemons at every change',
    constructs: 'cdk8s and Pulumi put no such annotation into manifests',
    rules: ['OPR-018'],
    tests: [RULE_TESTS],
  },
  {
    number: 19,
    trap: 'an Accounting that comes after its Controller costs a restart without accounting before it',
    constructs: 'the Controller depends on its Accounting, so the manifests are in order',
    rules: ['OPR-019'],
    tests: [RULE_TESTS],
  },
  {
    number: 20,
    trap: 'a missing ConfigMap stops admission or the writing of slurm.conf',
    constructs: 'the Controller depends on its ConfigMaps, so they come first',
    rules: ['OPR-020', 'OPR-027'],
    tests: [RULE_TESTS],
  },
  {
    number: 21,
    trap: 'in DaemonSet mode a node that is not ready loses its pod and its jobs',
    constructs: 'Scaling.daemonSet() brings the two tolerations',
    rules: ['OPR-021'],
    tests: [RULE_TESTS, 'cluster/node-set.test.ts'],
  },
  {
    number: 22,
    trap: 'own tolerations and DNS search domains replace those of the operator',
    constructs: 'own search domains are refused (POD-003); NodeSet adds the base toleration to your own',
    rules: ['OPR-022'],
    tests: [RULE_TESTS, 'cluster/node-set.test.ts'],
  },
  {
    number: 23,
    trap: 'text of users reaches slurm.conf and partition lines unchecked',
    constructs: 'Partition renders typed options; extraSlurmConf is parsed like slurm.conf (CONF-…)',
    rules: ['OPR-023', 'OPR-024'],
    tests: [RULE_TESTS, 'model/conf-findings.test.ts', 'cluster/extra-slurm-conf.test.ts'],
  },
  {
    number: 24,
    trap: 'extraConf overrides keys that pods, mounts and Services depend on',
    constructs: 'such keys are no props, and extraSlurmConf refuses them (CONF-030 to CONF-033)',
    rules: ['OPR-024'],
    tests: [RULE_TESTS, 'cluster/slurm-conf-settings.test.ts', 'cluster/extra-slurm-conf.test.ts'],
  },
  {
    number: 25,
    trap: 'nothing validates the annotations that steer the operator',
    constructs: 'seen by the rule at synthesis',
    rules: ['OPR-025'],
    tests: [RULE_TESTS],
  },
];
