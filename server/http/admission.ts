import type { IncomingMessage } from "node:http";
import { Problem } from "@/lib/errors";
import { isForeignFetch } from "./fetch-metadata";
import type { HostCheck } from "./host-check";
import { ORIGINS_SETTING, type OriginCheck } from "./origin-check";
import { settleForm } from "./request-form";

export interface AdmissionOptions {
  hosts: HostCheck;
  origins: Pick<OriginCheck, "isAllowed">;
}

/** Whoever asks for anything passes here first, the live socket too. Throws a `Problem`; settles the request's form. */
export type Admit = (request: IncomingMessage) => void;

export function createAdmission({ hosts, origins }: AdmissionOptions): Admit {
  return (request) => {
    settleForm(request);
    const { method, headers } = request;
    const refused = hosts.refuse(headers.host);
    if (refused) throw refused;
    const originAllowed = headers.origin !== undefined && origins.isAllowed(headers.origin, headers.host);
    if (isForeignFetch({ method, headers, originAllowed }))
      throw new Problem(
        "origin-not-allowed",
        `Pages of other origins may lead somebody here, but not send requests of their own. If one should, add its origin to ${ORIGINS_SETTING} and restart.`,
      );
  };
}
