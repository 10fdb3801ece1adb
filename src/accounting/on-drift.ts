/** What is done with values that somebody else changed in the database, after they are reported. */
export enum OnDrift {
  /** Nothing that exists is changed, and the Job fails. What is missing is made: slurmctld ends over a QOS that it does not find. */
  FAIL = 'fail',
  /** They stay as they are; everything else is brought to what is declared. */
  KEEP = 'keep',
  /** They are set back to what is declared. */
  OVERWRITE = 'overwrite',
}
