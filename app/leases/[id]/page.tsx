import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LeasePage } from "@/components/leases/lease-page";
import { leaseIdOf } from "@/components/leases/lease-rows";
import { decodePath } from "@/components/shell/pages";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Lease ${decodePath((await params).id).slice(0, 24)}` };
}

/** Decimal as the wire has it; etcdctl's hex is taken too. */
export default async function Page({ params }: Props) {
  const id = leaseIdOf(decodePath((await params).id));
  if (id === null) notFound();
  return <LeasePage id={id} />;
}
