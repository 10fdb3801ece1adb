import { Problem } from '../errors/refuse';

/** What else decides whether lines for sshd make sense. */
export interface SshdContext {
  /** Port that the operator and its Service expect sshd on. */
  readonly port: number;
  /** The identity already says where sshd finds keys. */
  readonly keysFromIdentity: boolean;
  /** SSSD offers users' keys; undefined when we cannot know. */
  readonly offersSshKeys?: boolean;
  /** Keywords that slurm-operator 1.2 sets to yes before anything of ours. */
  readonly writtenFirst: string[];
}

/** Lines for sshd that it refuses, or reads and ignores. */
export function sshdProblems(lines: string[], context: SshdContext): Problem[] {
  const problems: Problem[] = [];
  let inMatch = false;
  for (const line of lines) {
    const [, keyword = '', argument = ''] = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)"?(.*?)"?\s*$/.exec(line) ?? [];
    const name = keyword.toLowerCase();
    if (line.trim() === '' || line.trim().startsWith('#')) {
      if (/[\n\r]/.test(line)) {
        problems.push(severalLines(line));
      }
      continue;
    }
    if (/[\n\r]/.test(line)) {
      problems.push(severalLines(line));
    } else if (name === '') {
      problems.push({ id: 'LOGIN-005', what: `'${line}' of 'extraSshdConfig' is no keyword with a value: sshd would not start`, fix: "write it like 'PasswordAuthentication no'" });
    } else if (name === 'match') {
      inMatch = true;
    } else if (!inMatch) {
      problems.push(...globalProblems(line, name, argument, context));
    }
  }
  const port = portOf(lines);
  if (context.port !== 22 && port === undefined) {
    problems.push({
      id: 'LOGIN-006',
      what: `the container's port 'login' is ${context.port}, where the Service sends users, and sshd listens on 22`,
      fix: `add 'Port ${context.port}' to 'extraSshdConfig'`,
    });
  }
  return problems;
}

function globalProblems(line: string, name: string, argument: string, context: SshdContext): Problem[] {
  if (context.writtenFirst.includes(name)) {
    return argument.toLowerCase() === 'yes' ? [] : [{
      id: 'LOGIN-007',
      what: `'${line}' of 'extraSshdConfig' has no effect: sshd keeps the first value of a keyword, and slurm-operator writes 'yes' before it`,
      fix: name === 'usepam' ? 'leave it out; SSSD logs users in through PAM' : 'put it last, after a line \'Match all\'',
    }];
  }
  if (name === 'subsystem' && /^sftp\s/.test(argument)) {
    return [{ id: 'LOGIN-007', what: `'${line}' of 'extraSshdConfig' defines sftp, which slurm-operator has defined before: sshd keeps the first, and OpenSSH 8 does not even start`, fix: 'leave it out' }];
  }
  if (name === 'port' && Number(argument) !== context.port) {
    return [{
      id: 'LOGIN-006',
      what: `'${line}' of 'extraSshdConfig' moves sshd away from port ${context.port}, where the Service sends users`,
      fix: `leave it out, or set 'containerTemplate: { ports: [{ name: 'login', containerPort: ${Number(argument) || 2222} }] }' as well`,
    }];
  }
  if (name === 'authorizedkeyscommand' && context.keysFromIdentity) {
    return [{
      id: 'LOGIN-008',
      what: `'${line}' of 'extraSshdConfig' has no effect: 'sshPublicKeys' of the identity names another command before it`,
      fix: 'drop one of the two',
    }];
  }
  if (name === 'authorizedkeyscommand' && /sss_ssh_authorizedkeys/.test(argument) && context.offersSshKeys === false) {
    return [{
      id: 'LOGIN-008',
      what: `'${line}' of 'extraSshdConfig' asks SSSD for users' keys, and the identity does not offer them: nobody could log in by key`,
      fix: "set 'sshPublicKeys: true' on the identity, which also writes this line",
    }];
  }
  return [];
}

function severalLines(line: string): Problem {
  return { id: 'LOGIN-005', what: `'${line.split(/[\n\r]/)[0]}...' of 'extraSshdConfig' has several lines`, fix: 'give each line on its own' };
}

function portOf(lines: string[]): number | undefined {
  const line = lines.find(each => /^\s*port[\s=]/i.test(each));
  return line === undefined ? undefined : Number(line.replace(/^\s*port[\s=]+/i, ''));
}
