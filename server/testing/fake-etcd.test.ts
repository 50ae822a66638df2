import { createManualClock } from "@/lib/manual-clock";
import { describeEtcdContract } from "./etcd-contract";
import { createFakeEtcd } from "./fake-etcd";

describeEtcdContract("the fake", () => {
  const clock = createManualClock();
  const fake = createFakeEtcd({ clock });
  return { connect: fake.connect, passTime: async (ms) => clock.advance(ms), stop: fake.stop };
});
