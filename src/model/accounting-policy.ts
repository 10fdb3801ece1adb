import { ConfigMapFacts } from './config-objects';
import { DumpLine, DumpTitle, parseDump } from '../slurm/sacctmgr-dump';

/** Label of a ConfigMap that holds an accounting policy; its value is the name of the Controller. */
export const POLICY_LABEL = 'slurm-constructs/accounting-policy';

/** Key of that ConfigMap with the accounts, users and QOS, as `sacctmgr dump` writes them. */
const POLICY_FILE = 'policy.cfg';

/** Accounts, users and QOS that manifests declare for a cluster. */
export class AccountingPolicyFacts {
  public readonly qos: readonly string[];
  public readonly accounts: readonly string[];
  private readonly lines: readonly DumpLine[];

  constructor(public readonly configMap: ConfigMapFacts) {
    this.lines = parseDump(this.text);
    this.qos = this.named(DumpTitle.QOS);
    this.accounts = this.named(DumpTitle.ACCOUNT);
  }

  /** The file as `sacctmgr load` reads it. */
  public get text(): string {
    return this.configMap.data[POLICY_FILE] ?? '';
  }

  /** Limits by the TRES that they are about, each with what it is a limit of. */
  public get limitedTres(): readonly { readonly tres: string; readonly of: string }[] {
    return this.lines.flatMap(({ title, name, fields }) => fields.filter(({ key }) => /TRES/i.test(key)).flatMap(({ key, value }) =>
      value.split(',').map(entry => ({ tres: tresName(entry), of: `${key} of ${title} ${name}` }))));
  }

  /**
   * TRES of which a QOS says how much a job can ask for, so that one that asks for more is refused at submission: none unless it has `DenyOnLimit`. Undefined
   * for a QOS that is not declared.
   */
  public refusedTres(qos: string): readonly string[] | undefined {
    const fields = this.lines.find(({ title, name }) => title === DumpTitle.QOS && name.toLowerCase() === qos.toLowerCase())?.fields;
    return fields === undefined || !fields.some(({ key, value }) => /^Flags$/i.test(key) && /\bDenyOnLimit\b/i.test(value))
      ? fields && []
      : fields.filter(({ key }) => /^(MaxTRES(PerJob|PerUser|PerAccount)?|GrpTRES)$/i.test(key)).flatMap(({ value }) => value.split(',').map(tresName));
  }

  private named(title: DumpTitle): string[] {
    return this.lines.filter(line => line.title === title).map(({ name }) => name.toLowerCase());
  }
}

function tresName(entry: string): string {
  return entry.split('=')[0].toLowerCase();
}
