import type { Metadata } from "next";
import { BalancerPage } from "@/components/balancer/balancer-page";

export const metadata: Metadata = { title: "Balancer" };

export default function Page() {
  return <BalancerPage />;
}
