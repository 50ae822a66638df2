import type { Metadata } from "next";
import { StageDoor } from "@/components/stage/stage-door";

export const metadata: Metadata = { title: "Stage" };

export default function Page() {
  return <StageDoor />;
}
