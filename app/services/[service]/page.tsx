import type { Metadata } from "next";
import { ServicePage } from "@/components/services/service-page";
import { decodePath } from "@/components/shell/pages";
import { safeString } from "@/components/ui/safe-text-parts";

interface Props {
  params: Promise<{ service: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: safeString(decodePath((await params).service), 80) };
}

export default async function Service({ params }: Props) {
  const name = decodePath((await params).service);
  return <ServicePage key={name} name={name} />;
}
