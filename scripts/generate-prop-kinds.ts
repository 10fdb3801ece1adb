/**
 * Writes src/errors/prop-kinds.ts: of what kind the arguments and props of everything public are. The library's own types say it; programs in plain JavaScript,
 * and values out of configuration files, reach us without being held against them.
 *
 *     npx tsx scripts/generate-prop-kinds.ts
 */
import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { has, resolved } from './generate-import-shapes';

const repository = path.join(__dirname, '..');

/** Where the kinds are written, below the repository. */
export const propKindsFile = 'src/errors/prop-kinds.ts';

/** How a program gets an object of each class. */
const examples: { readonly [kind: string]: string } = {
  Account: "policy.addAccount('physics')",
  AuthKeys: 'AuthKeys.createOnce()',
  Autoscaler: "Autoscaler.keda({ prometheus: PrometheusServer.at('http://prometheus.monitoring:9090') })",
  CaCertificate: "CaCertificate.fromConfigMap(configMap, 'ca.crt')",
  CertManager: "new CertManager(chart, 'CertManager', { installer })",
  ChartRelease: "new ChartRelease(chart, 'Release', { ... })",
  Construct: 'a chart or another construct',
  Cpu: 'Cpu.units(4)',
  Cron: "Cron.schedule({ minute: '0' })",
  Database: 'Database.mariadb()',
  DatabaseCa: "DatabaseCa.fromConfigMap(configMap, 'ca.crt')",
  DcgmJobMapping: "new DcgmJobMapping(cluster, 'Dcgm', { cluster })",
  DcgmMetricsList: "new DcgmMetricsList(chart, 'Metrics')",
  DeploymentStrategy: 'DeploymentStrategy.recreate()',
  Duration: 'Duration.minutes(5)',
  EnvValue: "EnvValue.fromValue('1')",
  FairShare: 'FairShare.shares(10)',
  Gpu: 'Gpu.H100_80GB',
  GpuDevices: "GpuDevices.files('/dev/nvidia[0-7]')",
  GpuDriver: "GpuDriver.container({ version: '580.173.02' })",
  GpuNetwork: 'GpuNetwork.efa()',
  GpuOperator: "new GpuOperator(chart, 'GpuOperator', { installer })",
  GpuSharing: 'GpuSharing.shards(4)',
  HealthCheck: 'HealthCheck.gpus()',
  IAccount: "Account.named('physics')",
  IChartInstaller: 'an object with the method installChart(release)',
  IConfigMap: "ConfigMap.fromConfigMapName(chart, 'Config', 'my-config')",
  INodeSet: "cluster.addNodeSet('cpu')",
  IPartition: "cluster.addPartition('train')",
  IPersistentVolumeClaim: "PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'home')",
  IQos: "Qos.named('normal')",
  ISecret: "Secret.fromSecretName(chart, 'Secret', 'my-secret')",
  IStorage: "Volume.fromEmptyDir(chart, 'Volume', 'scratch')",
  Identity: "Identity.ldap({ uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com' })",
  Installer: 'Installer.flux()',
  JobContainers: 'JobContainers.pyxis()',
  JobNamespaces: 'JobNamespaces.tmpfs()',
  Jwks: 'Jwks.fromConfigMap(configMap)',
  Mig: "Mig.uniform('1g.10gb')",
  Mpi: 'Mpi.pmix()',
  NodeStorage: "NodeStorage.hostPath('/mnt/nvme')",
  NvlinkComputeDomain: "new NvlinkComputeDomain(chart, 'Nvlink')",
  NvlinkNodes: 'NvlinkNodes.elastic()',
  OverSubscribe: 'OverSubscribe.no()',
  PercentOrAbsolute: 'PercentOrAbsolute.percent(10)',
  PrometheusAuthentication: "PrometheusAuthentication.bearerToken({ secret, key: 'token' })",
  PrometheusServer: "PrometheusServer.at('http://prometheus.monitoring:9090')",
  PurgeAge: 'PurgeAge.months(12)',
  Scaling: 'Scaling.fixed(4)',
  Script: "Script.fromFile('prolog.sh')",
  SharedFileSystem: "SharedFileSystem.nfs({ server: 'nfs.example.com', path: '/home', mountPath: '/home' })",
  Size: 'Size.gibibytes(64)',
  SlurmCluster: "new SlurmCluster(chart, 'slurm')",
  SlurmImage: "SlurmImage.of('registry.example.com/slurmd:26.05')",
  SlurmNamespace: 'SlurmNamespace.create()',
  SlurmVersion: 'SlurmVersion.V26_05',
  StateStorage: 'StateStorage.claim()',
  TopographProvider: 'TopographProvider.nodeLabel()',
  TopographTopology: 'TopographTopology.block({ blockSizes: [18] })',
  Topology: "Topology.nvl72({ racks: [{ name: 'rack-1' }] })",
  TopologyMembers: 'TopologyMembers.nodeSets(nodeSet)',
  UpdateStrategy: 'UpdateStrategy.rollingUpdate()',
  Volume: "Volume.fromEmptyDir(chart, 'Volume', 'scratch')",
};

/** The generated file. */
export function propKinds(): string {
  const index = path.join(repository, 'src/index.ts');
  const { config } = ts.readConfigFile(path.join(repository, 'tsconfig.json'), name => ts.sys.readFile(name)) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, noEmit: true, skipLibCheck: true }, repository);
  const program = ts.createProgram([index], options);
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)!)!).filter(({ name }) => name !== 'slinky')
    .map(symbol => resolved(checker, symbol)).sort((one, other) => (one.name < other.name ? -1 : 1));
  return new Kinds(checker, exported).text();
}

class Kinds {
  private readonly classes = new Map<string, ts.Type>();
  /** Those that take no other values. */
  private readonly enums = new Map<string, string>();
  /** Our own, and those of cdk8s-plus that ours refer to. */
  private readonly structs: Set<ts.Symbol>;

  public constructor(private readonly checker: ts.TypeChecker, private readonly exported: readonly ts.Symbol[]) {
    this.structs = new Set(exported.filter(isStruct));
  }

  public text(): string {
    const calls = this.exported.filter(({ flags }) => has(flags, ts.SymbolFlags.Class)).flatMap(symbol => this.callsOf(symbol));
    // The set grows while it is walked.
    const structs: string[] = [];
    for (const symbol of this.structs) {
      structs.push(`  ${symbol.name}: ${literal(this.fieldsOf(symbol))},`);
    }
    const classes = [...this.classes].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, type]) => `  ${name}: ${literal(`${this.memberOf(name, type)}: ${exampleOf(name)}`)},`);
    return [
      '// Generated by scripts/generate-prop-kinds.ts from the types of the library; change those, not this file.',
      '',
      '/** Kinds by name. */',
      'export interface KindTable {',
      '  readonly [name: string]: string;',
      '}',
      '',
      '/** The props of each struct: `name: kind`, `!` where one is required, `<` before a struct whose props it has too. */',
      'export const structKinds: KindTable = {',
      ...structs.sort(),
      '};',
      '',
      '/** The arguments of each method, as `Class.method`. */',
      'export const argumentKinds: KindTable = {',
      ...calls,
      '};',
      '',
      '/** Members and values of the enums that take no others. */',
      'export const enumKinds: KindTable = {',
      ...[...this.enums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, members]) => `  ${name}: ${literal(members)},`),
      '};',
      '',
      '/** Of each class a member that no other has, and how a program gets an object. */',
      'export const classKinds: KindTable = {',
      ...classes,
      '};',
      '',
    ].join('\n');
  }

  private fieldsOf(symbol: ts.Symbol): string {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol) as ts.InterfaceType;
    const bases = (type.getBaseTypes() ?? []).map(base => base.symbol.name);
    const own = [...symbol.members?.values() ?? []]
      .map(member => this.field(member.name, this.checker.getTypeOfSymbol(member), has(member.flags, ts.SymbolFlags.Optional)));
    return [...bases.length > 0 ? [`<${bases.join(' ')}`] : [], ...own].join('; ');
  }

  private callsOf(symbol: ts.Symbol): string[] {
    const isConstruct = this.isConstruct(symbol);
    const methods = [...symbol.exports?.values() ?? [], ...symbol.members?.values() ?? []]
      .filter(({ name, flags, valueDeclaration }) => has(flags, ts.SymbolFlags.Method) && !name.startsWith('_')
        && !has(ts.getCombinedModifierFlags(valueDeclaration as ts.Declaration), ts.ModifierFlags.Private));
    return methods.flatMap(method => {
      const [signature] = this.checker.getSignaturesOfType(this.checker.getTypeOfSymbol(method), ts.SignatureKind.Call);
      // What makes another construct leaves the options to that one, which knows the path.
      const makes = isConstruct && signature.getReturnType().symbol !== undefined && this.isConstruct(signature.getReturnType().symbol);
      const fields = signature.parameters.map(parameter => {
        const declaration = parameter.valueDeclaration as ts.ParameterDeclaration;
        const { questionToken, initializer, dotDotDotToken } = declaration;
        const isOptional = [questionToken, initializer, dotDotDotToken].some(part => part !== undefined);
        const field = this.field(parameter.name, this.checker.getTypeOfSymbol(parameter), isOptional);
        return makes && parameter.name === 'options' ? field.replace(/: .*/, ': object') : dotDotDotToken ? `...${field}` : field;
      });
      return fields.length === 0 ? [] : [`  '${symbol.name}.${method.name}': ${literal(fields.join('; '))},`];
    });
  }

  private field(name: string, type: ts.Type, isOptional: boolean): string {
    return `${name}${isOptional ? '' : '!'}: ${this.kindOf(this.checker.getNonNullableType(type))}`;
  }

  private kindOf(type: ts.Type): string {
    const { checker } = this;
    const element = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
    if (element) return `${this.kindOf(element)}[]`;
    const text = checker.typeToString(type);
    if (['string', 'number', 'boolean', 'any'].includes(text)) return text;
    if (text === 'unknown') return 'any';
    const values = type.getStringIndexType();
    if (values && type.getProperties().length === 0) return `${this.kindOf(values)}{}`;
    if (has(type.flags, ts.TypeFlags.EnumLiteral)) return this.enumKind(type);
    if (type.isUnion()) return [...new Set(type.types.map(each => this.kindOf(each)))].join('|');
    const { symbol } = type;
    const file = symbol?.declarations?.[0].getSourceFile().fileName ?? '';
    if (file.includes('/imports/k8s') || (file.includes('/src/slinky/') && has(symbol.flags, ts.SymbolFlags.Interface))) return 'object';
    if (isStruct(symbol)) {
      this.structs.add(symbol);
      return symbol.name;
    }
    this.classes.set(symbol.name, type);
    return symbol.name;
  }

  private enumKind(type: ts.Type): string {
    const symbol = type.isUnion() ? type.symbol : Reflect.get(type.symbol, 'parent') as ts.Symbol;
    const members = [...symbol.exports!.values()];
    const file = symbol.declarations![0].getSourceFile().fileName;
    // Slurm takes plugins of one's own for its parameters, cdk8s-plus may lack what Kubernetes has since, and for new shapes of machines there is another way.
    if (this.exported.includes(symbol) && symbol.name !== 'OkeShape' && !/slurm-conf-.*enums/.test(file)) {
      this.enums.set(symbol.name, members.map(member => {
        const value: unknown = this.checker.getConstantValue(member.valueDeclaration as ts.EnumMember);
        return `${member.name}=${String(value)}`;
      }).join('; '));
    }
    return `@${symbol.name}.${members[0].name}`;
  }

  private isConstruct(symbol: ts.Symbol): boolean {
    return this.checker.getPropertiesOfType(this.checker.getDeclaredTypeOfSymbol(symbol)).some(({ name }) => name === 'node');
  }

  /** A member by which objects of a class are known, from those of all others where it can be. */
  private memberOf(name: string, type: ts.Type): string {
    const members = this.checker.getPropertiesOfType(type)
      .filter(({ valueDeclaration }) => valueDeclaration !== undefined && !has(ts.getCombinedModifierFlags(valueDeclaration), ts.ModifierFlags.Private));
    const others = [...this.classes].filter(([other]) => other !== name && `I${other}` !== name && name !== `I${other}`).map(([, other]) => other);
    const shared = ({ name: member }: ts.Symbol) => others.filter(other => other.getProperty(member) !== undefined).length;
    // What the prototype has is there in every object.
    const isOfPrototype = ({ flags }: ts.Symbol) => has(flags, ts.SymbolFlags.Method) || has(flags, ts.SymbolFlags.GetAccessor);
    const isMissing = (member: ts.Symbol) => (isOfPrototype(member) ? 0 : has(member.flags, ts.SymbolFlags.Optional) ? 2 : 1);
    const isOurs = (member: ts.Symbol) => (member.name.startsWith('_') ? 1 : 0);
    const badness = (member: ts.Symbol) => shared(member) * 100 + isMissing(member) * 10 + isOurs(member);
    return [...members].sort((one, other) => badness(one) - badness(other))[0].name;
  }
}

function isStruct(symbol: ts.Symbol | undefined): boolean {
  return symbol !== undefined && has(symbol.flags, ts.SymbolFlags.Interface) && !has(symbol.flags, ts.SymbolFlags.Class) && !/^I[A-Z]/.test(symbol.name);
}

function exampleOf(name: string): string {
  if (examples[name] === undefined) {
    throw new Error(`props take a ${name}: say in 'examples' how a program gets one`);
  }
  return examples[name];
}

/** Text in quotes. */
function literal(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

if (require.main === module) {
  fs.writeFileSync(path.join(repository, propKindsFile), propKinds());
}
