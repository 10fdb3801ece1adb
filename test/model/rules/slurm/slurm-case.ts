import { accounting, controller, core, nodeSet, Plain } from '../../slinky-objects';
import { RuleCase } from '../rule-case';

/** What a cluster says, as the texts that Slurm reads. */
export interface SlurmTexts {
  /** `extraConf` of the Controller. */
  readonly conf?: string;
  /** `partition.config` of the NodeSet. */
  readonly partition?: string;
  /** `extraConf` of the NodeSet. */
  readonly node?: string;
  /** `extraConf` of the Accounting; there is none without. */
  readonly dbd?: string;
  /** Files of `configFileRefs`. */
  readonly files?: { readonly [name: string]: string };
  /** Other fields of the Controller. */
  readonly controller?: Plain;
  /** Other fields of the Accounting. */
  readonly accounting?: Plain;
  /** Other fields of the NodeSet. */
  readonly nodeSet?: Plain;
}

/** Texts in which a rule finds something, the words it uses, and texts that are like them but right. */
export interface SlurmCase extends SlurmTexts {
  readonly rule: string;
  readonly about: string;
  readonly finds: string;
  readonly passes: SlurmTexts & { readonly about: string };
}

/** The objects of a cluster of one NodeSet, called cpu. */
export function objectsOf(texts: SlurmTexts): Plain[] {
  const { conf = '', partition = 'Default=YES MaxTime=UNLIMITED', node, dbd, files } = texts;
  return [
    controller({
      extraConf: conf,
      ...(dbd === undefined ? {} : { accountingRef: { name: 'slurm' } }),
      ...(files === undefined ? {} : { configFileRefs: [{ name: 'files' }] }),
      ...texts.controller,
    }),
    nodeSet({ partition: { enabled: true, config: partition }, ...(node === undefined ? {} : { extraConf: node }), ...texts.nodeSet }),
    ...(dbd === undefined ? [] : [accounting({ extraConf: dbd, ...texts.accounting })]),
    ...(files === undefined ? [] : [core('ConfigMap', 'files', { data: files })]),
  ];
}

/** The cases of a table, as the tests of all rules want them. */
export function ruleCases(cases: readonly SlurmCase[]): RuleCase[] {
  return cases.flatMap(({ rule, about, finds, passes, ...texts }) => [
    { rule, about, objects: objectsOf(texts), finds: [finds] },
    { rule, about: passes.about, objects: objectsOf(passes), finds: [] },
  ]);
}
