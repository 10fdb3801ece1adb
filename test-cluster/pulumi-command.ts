/**
 * Runs one command of the Pulumi engine over a program, in a process of its own as a user's would be: `pulumi-command.ts <Command as JSON>`. Its last line is a
 * Result. The program runs within this process, as inline programs of the Automation API do, so that no language host is needed.
 */
import * as fs from 'fs';
import * as path from 'path';
import { EngineEvent, LocalWorkspace } from '@pulumi/pulumi/automation';

/** What the engine is to do. */
export interface Command {
  readonly verb: 'up' | 'preview' | 'refresh' | 'destroy';
  /** Module that is the program. */
  readonly program: string;
  readonly project: string;
  readonly stack: string;
  /** Folder for the engine, and for the stacks of its file backend. */
  readonly home: string;
  readonly config: { readonly [key: string]: string };
  readonly secrets: { readonly [key: string]: string };
}

/** What it did. */
export interface Result {
  /** Steps that change something, as `<operation> <type> <name>`, sorted. */
  readonly steps: string[];
  readonly outputs: { readonly [name: string]: any };
  /** What it said, when it failed. */
  readonly error?: string;
}

async function run({ verb, program, project, stack: stackName, home, config, secrets }: Command): Promise<Result> {
  const stacks = path.join(home, 'stacks');
  fs.mkdirSync(stacks, { recursive: true });
  const stack = await LocalWorkspace.createOrSelectStack({ stackName, projectName: project, program: async () => ({ ...require(program) }) }, {
    pulumiHome: home,
    projectSettings: { name: project, runtime: 'nodejs', backend: { url: `file://${stacks}` } },
    envVars: { PULUMI_CONFIG_PASSPHRASE: 'a passphrase for tests', PULUMI_SKIP_UPDATE_CHECK: 'true' },
  });
  await stack.setAllConfig({
    ...Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])),
    ...Object.fromEntries(Object.entries(secrets).map(([key, value]) => [key, { value, secret: true }])),
  });
  const steps: string[] = [];
  const onEvent = ({ resourcePreEvent }: EngineEvent) => {
    const step = resourcePreEvent?.metadata;
    if (step && !['same', 'read'].includes(step.op)) {
      steps.push([step.op, step.type, step.urn.split('::').pop()].join(' '));
    }
  };
  let error: string | undefined;
  try {
    await stack[verb]({ onEvent, color: 'never' });
  } catch (failure) {
    error = failure instanceof Error ? failure.message : String(failure);
  }
  const outputs = Object.entries(await stack.outputs()).map(([name, { value }]) => [name, value] as const);
  return { steps: steps.sort(), outputs: Object.fromEntries(outputs), error };
}

if (require.main === module) {
  run(JSON.parse(process.argv[2]) as Command).then(result => process.stdout.write(`\n${JSON.stringify(result)}\n`), (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
}
