import { ChartImage, containerFields, imageExpression, imageReference } from './container';
import { Conversion } from './conversion';
import { podFields, serviceFields } from './pod';
import { podAmount } from './pod-amount';
import { lines } from './settings';
import { convertVolumes, mountStatements, PodVolumes } from './volumes';
import { call, constant, Expression, Field, fields, literal, method, plus, Statement } from '../code/expression';
import { Value } from '../values/value';

const loginImage: ChartImage = { repository: 'ghcr.io/slinkyproject/login', tag: '26.05-ubuntu26.04' };

/** A login set in the program. */
export interface ConvertedLoginSet {
  readonly reference: Expression;
  readonly statements: readonly Statement[];
  readonly value: Value;
  /** Fields of its Service that no prop says. */
  readonly restOfService: readonly Value[];
}

/** Converts a login set, its defaults merged in. */
export function convertLoginSet(conversion: Conversion, key: string, loginSet: Value, pods: PodVolumes): ConvertedLoginSet {
  const name = conversion.constantName(`${key}-login`.replace(/^(login)-login$/, '$1'));
  const comments = conversion.commentsOf(loginSet);
  const login = loginSet.at('login');
  const volumes = convertVolumes(conversion, loginSet.at('podSpec', 'volumes'), login?.at('volumeMounts'), { ...pods, canMount: true, hasSharedMemory: false });
  const reference = imageReference(login?.at('image'), loginImage);
  const [replicas, keys, sshd] = ['replicas', 'rootSshAuthorizedKeys', 'extraSshdConfig'].map(part => loginSet.at(part));
  const service = serviceFields(conversion, loginSet.at('service'), 'LoadBalancer');
  const options = fields(
    replicas && conversion.may('replicas', literal(Number(replicas.scalar)), replicas),
    reference === undefined ? undefined : conversion.mayWhole('image', imageExpression(reference), login?.at('image')),
    service.options,
    keys && !keys.isFalsy ? conversion.may('rootSshAuthorizedKeys', lines(keys.text), keys) : undefined,
    sshd && !sshd.isFalsy ? conversion.may('extraSshdConfig', lines(sshd.text), sshd) : undefined,
    strategy(conversion, loginSet.at('strategy')),
    ...containerFields(conversion, login, { rawMounts: volumes.raw?.mounts }),
    ...podFields(conversion, loginSet, { volumes }),
  );
  const main: Statement = {
    name,
    value: method(constant('cluster'), 'addLoginSet', literal(key), ...options.fields.length > 0 ? [options] : []),
    comments,
    origin: loginSet.origin,
    startsParagraph: true,
  };
  return {
    reference: constant(name),
    statements: [main, ...mountStatements(conversion, name, volumes.mounts)],
    value: loginSet,
    restOfService: service.rest,
  };
}

function strategy(conversion: Conversion, value: Value | undefined): Field | undefined {
  if (!value || value.isFalsy) {
    return undefined;
  }
  if (value.at('type')?.text === 'Recreate') {
    return conversion.may('strategy', call(plus('DeploymentStrategy.recreate')), value);
  }
  const amounts = ['maxSurge', 'maxUnavailable'].map(key => {
    const amount = value.at('rollingUpdate', key);
    return amount && conversion.may(key, podAmount(conversion, amount), amount);
  });
  const given = fields(...amounts);
  return conversion.may('strategy', call(plus('DeploymentStrategy.rollingUpdate'), ...given.fields.length > 0 ? [given] : []), value);
}
