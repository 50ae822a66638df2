import type { Metadata } from "next";
import { HygienePage } from "@/components/leases/hygiene-page";

export const metadata: Metadata = { title: "Lease hygiene" };

export default function Page() {
  return <HygienePage />;
}
