import { AccountingFacts } from '../component-facts';
import { mergedLines } from './merged-config';
import { FileWriter, LineOrigin, PredictedFile } from './predicted-file';

/** Predicts slurmdbd.conf as operator v1.2 writes it into Secret `<accounting>-accounting`; the password stays a placeholder. */
export function predictSlurmdbdConf(accounting: AccountingFacts): PredictedFile | undefined {
  if (accounting.external) {
    return undefined;
  }
  const { ref, storage } = accounting;
  const managed = {
    AuthAltParameters: ['jwt_key=/etc/slurm/jwt.key', ...(accounting.jwksKeyRef === undefined ? [] : ['jwks=/etc/slurm/jwks.json'])],
    AuthInfo: ['use_client_ids'],
  };
  const stored = (field: string): LineOrigin => ({ object: ref, field: `spec.storageConfig.${field}` });
  const file = new FileWriter();
  file.section('GENERAL');
  file.line(`DbdHost=${ref.name}-accounting-0`, { object: ref, field: 'metadata.name' });
  file.line('DbdPort=6819', {});
  file.line('SlurmUser=slurm', {});
  file.section('PLUGINS & PARAMETERS');
  file.line('AuthType=auth/slurm', {});
  file.line('AuthAltTypes=auth/jwt', {});
  file.line(`AuthAltParameters=${managed.AuthAltParameters.join(',')}`, accounting.jwksKeyRef === undefined ? {} : { object: ref, field: 'spec.jwksKeyRef' });
  file.line(`AuthInfo=${managed.AuthInfo.join(',')}`, {});
  file.section('STORAGE');
  file.line('StorageType=accounting_storage/mysql', {});
  file.line(`StorageHost=${storage?.host ?? ''}`, stored('host'));
  file.line(`StoragePort=${storage?.port ?? 3306}`, stored('port'));
  file.line(`StorageUser=${storage?.username ?? ''}`, stored('username'));
  file.line(`StorageLoc=${storage?.database ?? 'slurm_acct_db'}`, stored('database'));
  file.line(`StoragePass=${passwordPlaceholder(accounting)}`, stored('passwordKeyRef'));
  file.section('LOGGING');
  file.line('LogFile=/dev/null', {});
  if (accounting.extraConf !== '') {
    file.section('EXTRA CONFIG');
    file.block(accounting.extraConf, ref, 'spec.extraConf');
  }
  const merged = mergedLines(accounting.extraConf, managed);
  if (merged.length > 0) {
    file.section('MERGED CONFIG');
    merged.forEach(({ text }) => file.line(text, { object: ref, field: 'spec.extraConf' }));
  }
  return file.file('slurmdbd.conf');
}

function passwordPlaceholder({ storage }: AccountingFacts): string {
  const ref = storage?.passwordKeyRef;
  return ref === undefined ? '<no passwordKeyRef>' : `<key ${ref.key} of Secret ${ref.name}>`;
}
