import type { Etcd } from "@/lib/discovery/etcd";
import { register } from "@/lib/discovery/register";
import type { Registration } from "@/lib/discovery/registration.types";
import type { Orders } from "./orders";

const TICK_MS = 50;

/**
 * Registrations that come and go at a set rate, all of one process and at its one port: half of the changes register,
 * half deregister, once as many stand as should. They leave with the process, like all others.
 */
export function blow(etcd: Etcd, orders: Orders, port: number, storm: NonNullable<Orders["storm"]>): void {
  const standing: Registration[] = [];
  const { name, datacenters, prefix, layout } = orders.service;
  let count = 0;
  let due = 0;
  let turn = 0;

  function arrive(): void {
    count += 1;
    standing.push(
      register({
        etcd,
        service: name,
        instance: `storm-${count}`,
        datacenter: datacenters[count % datacenters.length] ?? "eu-west",
        host: "127.0.0.1",
        port,
        layout,
        prefix,
        ttlSeconds: orders.ttlSeconds,
        heartbeatSeconds: orders.heartbeatSeconds,
      }),
    );
  }

  function leave(): void {
    const [gone] = standing.splice(Math.floor(Math.random() * standing.length), 1);
    void gone?.deregister();
  }

  setInterval(() => {
    due += (storm.perSecond * TICK_MS) / 1000;
    for (; due >= 1; due -= 1) {
      turn += 1;
      if (standing.length < storm.standing || turn % 2 === 0) arrive();
      else leave();
    }
  }, TICK_MS);
}
