import { Problem } from '../errors/refuse';

const publicKey = /(^|\s)(ssh-(rsa|ed25519)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)(-cert-v01@openssh\.com)?\s+AAAA[0-9A-Za-z+/]+={0,2}(\s|$)/;

/** Lines of an authorized_keys file that let nobody in, or too much out. */
export function authorizedKeyProblems(prop: string, lines: string[]): Problem[] {
  return lines.flatMap((line, index) => {
    if (/PRIVATE KEY/.test(line)) {
      return [{ id: 'LOGIN-004', what: `entry ${index + 1} of '${prop}' is a private key, which everybody who reads the manifests would know`, fix: 'give the public one, from the file that ends in .pub' }];
    }
    if (/[\n\r]/.test(line)) {
      return [{ id: 'LOGIN-004', what: `entry ${index + 1} of '${prop}' has several lines`, fix: 'give each key on its own' }];
    }
    return line.trim() === '' || line.startsWith('#') || publicKey.test(line) ? [] : [{
      id: 'LOGIN-004',
      what: `entry ${index + 1} of '${prop}' is no public key: sshd skips it without a word`,
      fix: "write it as in the file that ends in .pub, 'ssh-ed25519 AAAA... name@example.com'",
    }];
  });
}
