import type { Metadata } from "next";
import { SpeakerPage } from "@/components/stage/speaker-page";

export const metadata: Metadata = { title: "Speaker" };

export default function Page() {
  return <SpeakerPage />;
}
