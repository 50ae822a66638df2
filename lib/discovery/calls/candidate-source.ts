import type { Candidate } from "@/lib/balancer/types";
import type { Revision } from "@/lib/registry/types";

/** Who could be called, as of one moment: what a discovery or the console's own view knows. */
export interface CandidateSource {
  readonly revision: Revision;
  /** etcd cannot be followed at the moment; what is known serves. */
  readonly stale: boolean;
  /** The same array until something about the service changes. Empty where nobody is left, null where it was never known. */
  of(service: string): readonly Candidate[] | null;
  /** Services that have instances. */
  services(): readonly string[];
  /** Called at once, with the services about which something changed. */
  onChange(listener: (services: ReadonlySet<string>) => void): () => void;
}
