import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ServiceFacts, ObjectFacts } from '../../component-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Services of slurmctld, slurmdbd and slurmrestd keep their default port. */
export class ServicePorts implements ILintRule {
  public readonly id = 'OPR-005';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'Services of slurmctld, slurmdbd and slurmrestd keep their default port';

  public check(model: ClusterModel): RuleFinding[] {
    const { controllers, accountings, restApis } = model.facts;
    return [
      ...fixed(controllers.filter(controller => !controller.external), 6817),
      ...fixed(accountings.filter(accounting => !accounting.external), 6819),
      ...fixed(restApis, 6820),
    ];
  }
}

function fixed(objects: readonly (ObjectFacts & { readonly service: ServiceFacts })[], port: number): RuleFinding[] {
  return objects.filter(({ service }) => service.port !== undefined && service.port !== 0 && service.port !== port).map(({ ref, service }) => ({
    subject: ref,
    field: 'spec.service.port',
    message: `'service.port' is ${service.port}, but the operator and the other daemons go on dialling ${port} and reach nothing`,
    fix: 'remove it; for access from outside use \'service.nodePort\' or a Service of your own',
  }));
}
