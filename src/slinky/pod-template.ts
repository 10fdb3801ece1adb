import { PodSpec } from './pod-spec';

/** Metadata of the pods a Slinky object creates. The CRD knows these two fields and no other. */
export interface PodTemplateMetadata {
  /**
   * Labels of the pods. The operator's own labels win over these.
   *
   * @default - the operator's own labels only
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the pods.
   *
   * @default - the operator's own annotations only
   */
  readonly annotations?: { [key: string]: string };
}

/** What to change in the pods a Slinky object creates; the operator merges it over the pod it builds itself. */
export interface PodTemplate {
  /**
   * Labels and annotations.
   *
   * @default - the operator's own
   */
  readonly metadata?: PodTemplateMetadata;

  /**
   * Fields of the pod.
   *
   * The CRD does not check them: the operator decodes them as a Kubernetes PodSpec and drops what it does not know.
   *
   * @default - the operator's own
   */
  readonly spec?: PodSpec;
}
