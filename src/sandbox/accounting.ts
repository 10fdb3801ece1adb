import * as fs from 'fs';
import { AccountBook } from './account-book';
import { Substitution } from './conf-editor';
import { Mariadb } from './mariadb';
import { SandboxError } from './sandbox-error';
import { SandboxFolder } from './sandbox-folder';
import { SlurmInstallation } from './slurm-installation';
import { Slurmdbd } from './slurmdbd';
import { SandboxPlace } from './substituted-conf';
import { databaseConf, databaseName } from './substituted-slurmdbd-conf';
import { DeclaredCluster } from '../model/declared-cluster';
import { predictSlurmdbdConf } from '../model/predict/slurmdbd-conf';

const BOOT_SECONDS = 60;

/** The slurmdbd of a sandbox, on a MariaDB of its own. */
export class SandboxAccounting {
  /** Throws when the cluster declares no accounting, or this machine has no MariaDB for it. */
  public static require(cluster: DeclaredCluster, slurm: SlurmInstallation): void {
    if (cluster.settings.value('AccountingStorageType')?.toLowerCase() !== 'accounting_storage/slurmdbd') {
      throw new SandboxError(`the cluster ${cluster.controller.clusterName} declares no accounting (spec.accountingRef of its Controller); leave out --accounting, or declare an Accounting`);
    }
    const missing = ['slurmdbd', 'sacctmgr', 'mariadbd'].find(name => !slurm.has(name));
    if (missing !== undefined) {
      throw new SandboxError(`--accounting needs ${missing}, and neither ${slurm.origin} nor the PATH has it; install `
        + `${missing === 'mariadbd' ? 'mariadb-server (as a Debian package it is enough: it need not run)' : 'Slurm\'s slurmdbd and sacctmgr'}`);
    }
  }

  /** Where slurmdbd differs from the declared one. */
  public readonly substitutions: readonly Substitution[];
  /** The accounts, users and QOS. */
  public readonly book: AccountBook;
  private readonly mariadb: Mariadb;

  /** Writes slurmdbd.conf and starts MariaDB, which takes longest. */
  constructor(
    private readonly folder: SandboxFolder, place: SandboxPlace, port: number,
    private readonly cluster: DeclaredCluster, slurm: SlurmInstallation, book: AccountBook,
  ) {
    const declared = cluster.accounting === undefined ? undefined : predictSlurmdbdConf(cluster.accounting);
    const { text, substitutions } = databaseConf(declared?.text ?? '', place, port);
    fs.writeFileSync(folder.file('etc', 'slurmdbd.conf'), text, { mode: 0o600 });
    this.substitutions = substitutions;
    this.book = book;
    this.mariadb = new Mariadb(folder, databaseName(text), slurm.mariadbFolders);
  }

  /** Waits for the database, starts slurmdbd, and makes the QOS without which slurmctld would not start. */
  public async start(token: string): Promise<void> {
    if (!await this.mariadb.answers(BOOT_SECONDS)) {
      throw new SandboxError(`MariaDB does not come up: ${this.mariadb.complaints().join('; ') || this.mariadb.howItEnded || `it is not ready after ${BOOT_SECONDS} s`}`);
    }
    const slurmdbd = new Slurmdbd(this.folder, token);
    if (!await slurmdbd.answers(BOOT_SECONDS)) {
      const end = slurmdbd.howItEnded;
      throw new SandboxError(`slurmdbd ${end === undefined ? `is not ready after ${BOOT_SECONDS} s` : 'refuses this cluster'}: ${slurmdbd.complaints().join('; ') || end || 'it says nothing'}`);
    }
    await this.book.addCluster(this.cluster);
  }
}
