import type { Metadata } from "next";
import { RehearsalPage } from "@/components/stage/rehearsal/rehearsal-page";

export const metadata: Metadata = { title: "Rehearse expiry" };

export default function Page() {
  return <RehearsalPage />;
}
